import { execFile } from "node:child_process";
import { createServer, type ServerResponse } from "node:http";
import { join } from "node:path";
import { inspect, promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Secret } from "#domain/secret.ts";
import { loopbackServer } from "#test/fakes/loopback-server.ts";
import { Endpoint } from "./endpoint.ts";
import { SmartHttp } from "./smart-http.ts";
import { WireRemotes } from "./wire-remotes.ts";

const CANARY = "canary-token-7f31aa";
const credential = { username: "x-access-token", password: new Secret(CANARY) };
const encoded = Buffer.from(`x-access-token:${CANARY}`).toString("base64");
const { signal } = new AbortController();
const timeouts = { connectMs: 500, idleMs: 300, totalMs: 800 };

let answer: (response: ServerResponse) => void;
let seen: (string | undefined)[];
let server: Awaited<ReturnType<typeof loopbackServer>>;
let http: SmartHttp;

beforeEach(async () => {
  seen = [];
  server = await loopbackServer(
    createServer((request, response) => {
      seen.push(request.headers.authorization);
      answer(response);
    }),
  );
  http = new SmartHttp({ network: {}, timeouts });
});
afterEach(async () => {
  http.close();
  await server.close();
});

const get = () =>
  http.send(
    { url: server.origin, credential },
    { method: "GET", url: `${server.origin}/info/refs`, headers: {}, isRepeatable: true },
    signal,
  );

describe("requests to a git server", () => {
  it("end when nothing comes, when it comes too slowly, and when nobody is there", async () => {
    answer = () => {};
    await expect(get()).rejects.toMatchObject({ code: "git-timeout" });
    answer = (response) => {
      const timer = setInterval(() => response.write("x"), 50);
      response.once("close", () => clearInterval(timer));
    };
    await expect(get()).rejects.toMatchObject({ code: "git-timeout" });
    await server.close();
    await expect(get()).rejects.toMatchObject({ code: "git-host-unreachable" });
  });

  it("end when more comes than is accepted", async () => {
    answer = (response) => response.end(Buffer.alloc(100_000));
    const request = {
      method: "GET",
      url: server.origin,
      headers: {},
      isRepeatable: true,
      limits: { wireBytes: 50_000 },
    } as const;

    const refused = await http.send({ url: server.origin }, request, signal).catch((error: unknown) => error);
    const cut = await http.send(
      { url: server.origin },
      { ...request, limits: { wireBytes: 50_000, cut: true } },
      signal,
    );

    expect(refused).toMatchObject({ code: "too-large" });
    expect([cut.isCut, cut.body.length >= 50_000]).toEqual([true, true]);
  });

  it("to this machine do not go through a proxy", async () => {
    answer = (response) => response.end("fine");
    const behind = new SmartHttp({ network: { http_proxy: "http://127.0.0.1:9", no_proxy: "example.com" }, timeouts });

    const reply = await behind.send(
      { url: server.origin },
      { method: "GET", url: server.origin, headers: {}, isRepeatable: true },
      signal,
    );

    expect(String(reply.body)).toBe("fine");
    behind.close();
  });

  it("carry the credential from the first one on", async () => {
    answer = (response) => response.end("fine");

    await get();

    expect(seen).toEqual([`Basic ${encoded}`]);
  });
});

describe("the credential", () => {
  const hides = (text: string) => expect(text).not.toMatch(new RegExp(`${CANARY}|${encoded}`));

  it("is not in what the clients print of themselves, nor in their errors", async () => {
    answer = (response) => response.writeHead(500).end(`you sent ${encoded}`);
    const remote = { url: server.origin, credential };
    const wire = new WireRemotes({ network: {}, now: Date.now });
    const options = { depth: 20, showHidden: true };

    const errors = await Promise.all([
      wire.state(remote, ["main"], signal).catch((error: unknown) => error),
      wire.commit(remote, "1".repeat(40), signal).catch((error: unknown) => error),
    ]);
    await server.close();
    const gone = await get().catch((error: unknown) => error);

    for (const one of [http, wire, new Endpoint(remote, http, new Map()), ...errors, gone])
      hides(inspect(one, options));
    wire.close();
  });

  it("is not in Node's own debugging output", async () => {
    answer = (response) => response.writeHead(401).end();
    const script = `
      import { SmartHttp } from "#adapters/git/wire/smart-http.ts";
      import { Secret } from "#domain/secret.ts";
      const http = new SmartHttp({ network: {} });
      const remote = { url: "${server.origin}", credential: { username: "x-access-token", password: new Secret(process.argv[1]) } };
      const request = { method: "GET", url: "${server.origin}/info/refs", headers: {}, isRepeatable: true };
      const { status } = await http.send(remote, request, new AbortController().signal);
      console.error("status", status);
      http.close();
    `;
    const root = join(import.meta.dirname, "../../../..");
    const env = { PATH: process.env.PATH, NODE_DEBUG: "http,https,net,stream,timer,tls" };
    const args = ["--input-type=module-typescript", "-e", script, "--", CANARY];

    const { stderr } = await promisify(execFile)(process.execPath, args, { cwd: root, env });

    expect(stderr).toContain("status 401");
    expect(stderr).toContain("HTTP");
    expect(seen).toEqual([`Basic ${encoded}`]);
    hides(stderr);
  });
});
