import { execFile, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import { requester } from "../fakes/http-request.ts";
import { removeData, startVteam, type VteamServer } from "../fakes/vteam-server.ts";

const bin = "bin/vteam.mjs";
const servers: VteamServer[] = [];
const started = async (...args: Parameters<typeof startVteam>): Promise<VteamServer> => {
  const server = await startVteam(...args);
  servers.push(server);
  return server;
};

afterEach(async () => {
  for (const server of servers.splice(0)) {
    await server.stop();
    removeData(server.dataDirectory);
  }
});

/** The command line in a process of its own, with the token where it belongs: in the environment. */
async function vteam(
  server: VteamServer,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: server.dataDirectory,
    VTEAM_URL: server.origin,
    VTEAM_TOKEN: server.token,
  };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [bin, ...args], { env });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

/** A Node on the PATH that is too old for vteam itself. */
function olderNode(): string | undefined {
  const candidates = (process.env.PATH ?? "").split(":").map((directory) => join(directory, "node"));
  return candidates.find(
    (path) =>
      existsSync(path) &&
      Number.parseInt(execFileSync(path, ["-p", "process.versions.node"], { encoding: "utf8" }), 10) < 24,
  );
}

describe("vteam up", () => {
  it("prints one line when it is ready, and is", async () => {
    const server = await started();
    const lines = server
      .output()
      .split("\n")
      .filter((line) => line.includes("vteam is ready at"));

    expect(lines).toEqual([`vteam is ready at ${server.origin}/login#${server.token}`]);
    expect((await fetch(`${server.origin}/readyz`)).status).toBe(200);
  });

  it("ends with 0 at SIGTERM although event streams are open, and takes no new work meanwhile", async () => {
    const server = await started();
    const call = requester(server.origin, server.token);
    await call("POST", "/api/projects", { body: { name: "p" } });
    const stream = await fetch(`${server.origin}/api/projects/p/events`, {
      headers: { authorization: `Bearer ${server.token}` },
    });

    const start = Date.now();
    const code = await server.stop();

    expect(stream.status).toBe(200);
    expect(code).toBe(0);
    expect(Date.now() - start).toBeLessThan(10_000);
  });

  it("comes back on the same port with everything it had, when any port will do", async () => {
    const first = await started();
    await requester(first.origin, first.token)("POST", "/api/projects", { body: { name: "kept" } });
    await first.kill();
    const second = await started({ dataDirectory: first.dataDirectory });

    expect(second.origin).toBe(first.origin);
    expect((await requester(second.origin, second.token)("GET", "/api/projects/kept")).status).toBe(200);
  });

  it("refuses a data directory that another server holds, and a port that is taken, in one sentence each", async () => {
    const server = await started();
    const port = Number(new URL(server.origin).port);
    const elsewhere = mkdtempSync(join(tmpdir(), "vteam-up-"));

    await expect(startVteam({ dataDirectory: server.dataDirectory })).rejects.toThrow(/data directory|another/i);
    await expect(startVteam({ dataDirectory: elsewhere, port })).rejects.toThrow(/is taken/);
    removeData(elsewhere);
  });

  it("keeps its keys to itself", async () => {
    const server = await started();

    expect(statSync(join(server.dataDirectory, "keys.json")).mode & 0o077).toBe(0);
    expect(readFileSync(join(server.dataDirectory, "keys.json"), "utf8")).not.toContain(server.token);
  });

  const old = olderNode();
  it.skipIf(old === undefined)(
    "dies with its wrapper when an older Node started it (skipped where none is installed)",
    async () => {
      const server = await started({ node: old });

      await server.kill();

      await vi.waitFor(() => expect(fetch(`${server.origin}/livez`)).rejects.toThrow(), { timeout: 5_000 });
    },
  );
});

describe("the command line", () => {
  it("explains itself, and says what is wrong with exit codes scripts can read", async () => {
    const server = await started();
    const help = await vteam(server, "--help");
    const missing = await vteam(server, "--project", "nope", "rfe", "list");
    const usage = await vteam(server, "rfe", "frobnicate");
    const unreachable = await vteam({ ...server, origin: "http://127.0.0.1:9" }, "project", "list");
    const unsigned = await vteam({ ...server, token: "wrong-token-wrong-token" }, "project", "list");

    expect(help.code).toBe(0);
    expect(help.stdout).toMatch(/Exit codes/i);
    expect([missing.code, usage.code, unreachable.code, unsigned.code]).toEqual([5, 2, 3, 4]);
    expect(missing.stderr).toMatch(/nope/);
  });

  it("makes a project and a repository and shows them as JSON", async () => {
    const server = await started();
    await vteam(server, "project", "create", "shop");
    const repository = await vteam(server, "--json", "--project", "shop", "repo", "create", "specs");
    const list = await vteam(server, "--json", "project", "list");

    expect(JSON.parse(repository.stdout)).toMatchObject({ name: "specs", url: `${server.origin}/git/shop/specs.git` });
    expect(JSON.parse(list.stdout).items).toMatchObject([{ name: "shop" }]);
  });

  it("checks the machine", async () => {
    const server = await started();
    const { stdout } = await vteam(server, "--json", "doctor");

    expect(JSON.stringify(JSON.parse(stdout))).toMatch(/git/);
  });

  it("leaves no child behind when it is interrupted", async () => {
    const server = await started();
    const child = spawn(
      process.execPath,
      [bin, "up", "--port", "0", "--data-dir", join(server.dataDirectory, "second")],
      { stdio: ["ignore", "pipe", "ignore"] },
    );
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.kill("SIGINT");
    const code = await new Promise((resolve) => child.once("exit", resolve));

    expect(code).toBe(0);
  });
});
