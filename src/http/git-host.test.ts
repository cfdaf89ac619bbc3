import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppHouse, TOKEN } from "#test/fakes/app-house.ts";
import { readEvents } from "#test/fakes/sse-reader.ts";

const P = "/api/projects/web";
const run = promisify(execFile);

let house: AppHouse;
let directory: string;
beforeAll(async () => {
  house = await AppHouse.open();
  directory = await mkdtemp(join(tmpdir(), "vteam-clone-"));
  await house.call("POST", "/api/projects", { name: "web" });
  await house.call("POST", `${P}/repositories`, { name: "app" });
});
afterAll(async () => {
  await house.close();
  await rm(directory, { recursive: true, force: true });
});

/** An ordinary git client of somebody with this token. */
function git(token: string, ...args: string[]) {
  const helper = `!f() { echo username=me; echo password=${token}; }; f`;
  const env = { PATH: process.env.PATH, HOME: directory, GIT_CONFIG_NOSYSTEM: "1", GIT_TERMINAL_PROMPT: "0" };
  const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "init.defaultBranch=main"];
  return run("git", [...identity, "-c", `credential.helper=${helper}`, ...args], { env, cwd: directory });
}

const advertise = (name: string, service: string, authorization: string) =>
  house.request("GET", `/git/web/${name}.git/info/refs?service=${service}`, undefined, { authorization });
const basic = (token: string) => `Basic ${Buffer.from(`me:${token}`).toString("base64")}`;

describe("the local git host", () => {
  test("serves clone and push to an ordinary git client, and a push is seen at once", async () => {
    const feed = readEvents(await house.request("GET", `${P}/events`), (events) => events.length === 1);
    const url = house.repositoryUrl("web", "app");
    await git(TOKEN, "clone", "--quiet", url, "one");
    await writeFile(join(directory, "one", "a.txt"), "a\n");
    await git(TOKEN, "-C", "one", "add", ".");
    await git(TOKEN, "-C", "one", "commit", "--quiet", "-m", "first");
    await git(TOKEN, "-C", "one", "push", "--quiet", "origin", "main");
    const list = await house.call("GET", `${P}/repositories`);
    const tree = await house.call("GET", `${P}/repo/tree?ref=main&repo=${encodeURIComponent(url)}`);
    const look = await house.call("GET", `${P}/repo/branches?q=main&repo=${encodeURIComponent(url)}`);

    expect(JSON.parse((await feed)[0]?.data ?? "{}")).toMatchObject({
      kind: "repository",
      id: "app",
      change: "pushed",
    });
    expect(list.body.items).toMatchObject([{ name: "app", url, defaultBranch: "main", pushedAt: expect.any(String) }]);
    expect(tree.body.entries).toEqual([{ name: "a.txt", type: "blob", size: 2 }]);
    expect(look.body).toMatchObject({
      defaultBranch: "main",
      canPush: true,
      branches: [{ name: "main", protected: true }],
    });
  });

  test("asks for a password, and gives each token only what its role allows", async () => {
    const nobody = await advertise("app", "git-upload-pack", "");
    const viewer = await advertise("app", "git-upload-pack", basic("viewer"));
    const push = await advertise("app", "git-receive-pack", basic("viewer"));
    const stranger = await advertise("app", "git-upload-pack", basic("stranger"));
    const missing = await advertise("none", "git-upload-pack", `Bearer ${TOKEN}`);

    expect(nobody.headers.get("www-authenticate")).toBe('Basic realm="vteam"');
    expect([nobody, viewer, push, stranger, missing].map(({ status }) => status)).toEqual([401, 200, 403, 404, 404]);
  });

  test("holds a short-lived credential to its one repository and its one right", async () => {
    await house.call("POST", `${P}/repositories`, { name: "two" });
    const grant = { project: "web", repository: "app", write: false };
    const token = basic(house.deps.access.gitToken(grant, 60_000).reveal());
    const read = await advertise("app", "git-upload-pack", token);
    const write = await advertise("app", "git-receive-pack", token);
    const other = await advertise("two", "git-upload-pack", token);
    const api = await house.call("GET", P, undefined, { authorization: token.replace("Basic", "Bearer") });

    expect([read.status, write.status, other.status, api.status]).toEqual([200, 403, 404, 401]);
  });

  test("refuses names that are paths, and a name that is taken", async () => {
    const taken = await house.call("POST", `${P}/repositories`, { name: "app" });
    const path = await house.call("POST", `${P}/repositories`, { name: "../x" });
    const gone = await house.call("DELETE", `${P}/repositories/none`);
    const raw = await house.request("GET", "/git/web/%2e%2e%2fx.git/info/refs?service=git-upload-pack");

    expect([taken.status, path.status, gone.status, raw.status]).toEqual([409, 422, 404, 404]);
  });

  test("leaves nothing behind when a project is deleted", async () => {
    await house.call("DELETE", `${P}?confirm=web`);
    const again = await house.call("POST", "/api/projects", { name: "web" });
    const list = await house.call("GET", `${P}/repositories`);

    expect(again.status).toBe(201);
    expect(list.body.items).toEqual([]);
  });
});
