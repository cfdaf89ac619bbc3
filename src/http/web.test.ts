import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppHouse, TOKEN } from "#test/fakes/app-house.ts";
import { encodingFor } from "./web-files.ts";

const script = `console.log(${JSON.stringify("vteam ".repeat(500))});`;
let directory: string;
let house: AppHouse;
let unbuilt: AppHouse;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "vteam-web-"));
  mkdirSync(join(directory, "assets"));
  mkdirSync(join(directory, ".vite"));
  writeFileSync(join(directory, "index.html"), "<!doctype html><title>vteam</title>");
  writeFileSync(join(directory, "assets/index-abc123.js"), script);
  writeFileSync(join(directory, ".vite/manifest.json"), "{}");
  house = await AppHouse.open((deps) => ({ ...deps, webDirectory: directory }));
  unbuilt = await AppHouse.open((deps) => ({ ...deps, webDirectory: join(directory, "not-there") }));
});

afterAll(async () => {
  await house.close();
  await unbuilt.close();
  rmSync(directory, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}, from = house): Promise<Response> =>
  fetch(`${from.origin}${path}`, { redirect: "manual", headers });

describe("the web UI over HTTP", () => {
  it("answers every address below /projects with the page, under a strict policy", async () => {
    const answers = await Promise.all(
      ["/projects", "/projects/p", "/projects/p/rfe/rfe-1/files?at=abc"].map((path) => get(path)),
    );

    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain("<title>vteam</title>");
      const policy = answer.headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|\*|http/);
    }
  });

  it("shows visitors of an address that is none the page, and programs the problem", async () => {
    const visit = await get("/nowhere", { accept: "text/html,application/xhtml+xml" });
    const program = await get("/nowhere");
    const api = await get("/api/nowhere", { accept: "text/html", authorization: `Bearer ${TOKEN}` });

    expect([visit.status, program.status, api.status]).toEqual([404, 404, 404]);
    expect(await visit.text()).toContain("<title>vteam</title>");
    expect(visit.headers.get("content-security-policy")).toContain("script-src 'self'");
    expect(program.headers.get("content-type")).toContain("application/problem+json");
    expect(api.headers.get("content-type")).toContain("application/problem+json");
  });

  it("leads from / to the projects", async () => {
    const answer = await get("/");

    expect([answer.status, answer.headers.get("location")]).toEqual([302, "/projects"]);
  });

  it("sends hashed files once, compressed, and never asks again", async () => {
    const answer = await get("/assets/index-abc123.js", { "accept-encoding": "gzip, br" });

    expect(answer.headers.get("content-encoding")).toBe("br");
    expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(answer.headers.get("content-type")).toMatch(/^text\/javascript/);
    expect(await answer.text()).toBe(script);
  });

  it("says 304 to who holds the page, and sends a new build without a restart", async () => {
    const etag = (await get("/projects")).headers.get("etag") ?? "";

    const held = await get("/projects", { "if-none-match": etag });
    writeFileSync(join(directory, "index.html"), "<!doctype html><title>vteam</title><p>new");
    utimesSync(join(directory, "index.html"), new Date(), new Date(Date.now() + 5_000));
    const renewed = await get("/projects", { "if-none-match": etag });

    expect(held.status).toBe(304);
    expect(renewed.status).toBe(200);
  });

  it("serves nothing but its own files", async () => {
    const paths = [
      "/assets/..%2findex.html",
      "/assets/.hidden",
      "/.vite/manifest.json",
      "/assets/none.js",
      "/theme.js",
    ];

    const statuses = await Promise.all(paths.map(async (path) => (await get(path)).status));

    expect(statuses).toEqual([404, 404, 404, 404, 404]);
  });

  it("leaves the pages of the server alone", async () => {
    const answers = await Promise.all(["/login", "/assets/pages.css", "/api/reference"].map((path) => get(path)));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it("says how to build it where there is none, and the API works on", async () => {
    const page = await get("/projects/p", {}, unbuilt);
    const start = await get("/", {}, unbuilt);

    expect(page.status).toBe(404);
    expect(await page.text()).toContain("npm run build");
    expect(start.status).toBe(200);
  });
});

describe("the encoding of an answer", () => {
  it.each([
    ["gzip, deflate, br", "br"],
    ["gzip", "gzip"],
    ["br;q=0, gzip;q=0.5", "gzip"],
    [undefined, "identity"],
    ["identity", "identity"],
  ])("for %s is %s", (accepted, encoding) => {
    expect(encodingFor(accepted)).toBe(encoding);
  });
});
