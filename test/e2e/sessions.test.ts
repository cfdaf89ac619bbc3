import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { git, pushFiles } from "../fakes/git-client.ts";
import { type Answer, type Requester, requester } from "../fakes/http-request.ts";
import { removeData, startVteam, type VteamServer } from "../fakes/vteam-server.ts";

const P = "/api/projects/p";
let work: string;
let server: VteamServer;
let call: Requester;
let url: string;

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), "vteam-sessions-"));
  server = await startVteam({ environment: { VTEAM_MAX_SESSIONS: "3" } });
  call = requester(server.origin, server.token);
  await call("POST", "/api/projects", { body: { name: "p" } });
  url = (await call("POST", `${P}/repositories`, { body: { name: "code" } })).body.url;
  pushFiles(join(work, "code"), url, server.token, [{ path: "README.md", content: "# Code\n" }]);
  git(join(work, "code"), server.token, "push", "-q", url, "main:refs/heads/feature");
});

afterAll(async () => {
  await server?.stop();
  if (server !== undefined) removeData(server.dataDirectory);
  removeData(work);
});

async function create(model: string, more: object = {}): Promise<string> {
  const repos = [{ input: { url, branch: "feature" }, output: { url, targetBranch: "feature", autoCommit: true } }];
  const { status, body } = await call("POST", `${P}/agentic-sessions`, {
    body: { prompt: "Look around.", model, repos, ...more },
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.name;
}

const until = (name: string, phases: string[], timeout = 60_000): Promise<Answer["body"]> =>
  vi.waitFor(
    async () => {
      const { body } = await call("GET", `${P}/agentic-sessions/${name}`);
      expect(phases).toContain(body.status.phase);
      return body;
    },
    { timeout, interval: 50 },
  );
const ended = (name: string) => until(name, ["Completed", "Failed", "Stopped", "Error"]);

/** Processes that work inside this server's run directories. */
function runProcesses(name: string): number[] {
  return readdirSync("/proc")
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, "latin1").includes(`/${name}/`);
      } catch {
        return false;
      }
    })
    .map(Number);
}

async function busy(name: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const { body } = await call("GET", `${P}/agentic-sessions/${name}/messages?limit=200`);
      expect(body.messages.some(({ type }: { type: string }) => type === "tool.use")).toBe(true);
    },
    { timeout: 30_000, interval: 50 },
  );
}

describe("a session that cannot go well", () => {
  it.each([
    ["offline-401", "model-auth"],
    ["offline-529", "model-overloaded"],
    ["offline-429", "model-rate-limit"],
  ])("on %s fails with %s and says so", { timeout: 120_000 }, async (model, reason) => {
    const session = await ended(await create(model));

    expect(session.status).toMatchObject({ phase: "Failed", reason, repos: [{ pushed: false }] });
    expect(session.status.message.length).toBeGreaterThan(10);
  });

  it("fails when its branch is missing, before the agent starts", async () => {
    const repos = [{ input: { url, branch: "nowhere" } }];
    const name = await create("offline-model", { repos });

    expect((await ended(name)).status).toMatchObject({
      phase: "Failed",
      reason: "clone-failed",
      message: expect.stringContaining("nowhere"),
    });
  });

  it("ends as lost when its runner is killed, and its processes are gone", async () => {
    const name = await create("offline-busy");
    await busy(name);

    for (const pid of runProcesses(name)) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It died with another one.
      }
    }

    expect((await ended(name)).status).toMatchObject({ phase: "Error", reason: "runner-lost" });
    await vi.waitFor(() => expect(runProcesses(name)).toEqual([]), { timeout: 5_000 });
  });
});

describe("stopping", () => {
  it("ends a busy agent and everything it started, and the session as Stopped", async () => {
    const name = await create("offline-busy");
    await busy(name);
    const agents = (): number[] =>
      runProcesses(name).filter((pid) => !readFileSync(`/proc/${pid}/cmdline`, "latin1").includes("vteam.mjs"));
    expect(agents().length).toBeGreaterThan(0);

    const stopped = await call("POST", `${P}/agentic-sessions/${name}/stop`, { body: { reason: "enough" } });
    await vi.waitFor(() => expect(runProcesses(name).length === 0 || agents().length === 0).toBe(true), {
      timeout: 20_000,
      interval: 20,
    });

    expect(stopped.status).toBe(202);
    expect((await ended(name)).status).toMatchObject({ phase: "Stopped", reason: "stopped-by-user" });
    expect((await call("POST", `${P}/agentic-sessions/${name}/stop`, { body: {} })).status).toBe(409);
  });

  it("takes a waiting session out of the queue without ever starting it", async () => {
    const running = await Promise.all([create("offline-busy"), create("offline-busy"), create("offline-busy")]);
    const waiting = await create("offline-busy");
    const { body } = await call("GET", `${P}/agentic-sessions/${waiting}`);

    await call("POST", `${P}/agentic-sessions/${waiting}/stop`, { body: {} });
    const stopped = await ended(waiting);
    for (const name of running) await call("POST", `${P}/agentic-sessions/${name}/stop`, { body: {} });
    for (const name of running) expect((await ended(name)).status.phase).toBe("Stopped");

    expect(body.status).toMatchObject({ phase: "Pending", queuePosition: 1 });
    expect(stopped.status).toMatchObject({ phase: "Stopped", startTime: null });
  });
});

describe("the log of a session", () => {
  it("is numbered from 1 without a gap and ends with log.end", async () => {
    const name = await create("offline-model");
    await ended(name);
    const { body } = await vi.waitFor(async () => {
      const answer = await call("GET", `${P}/agentic-sessions/${name}/messages?limit=500`);
      expect(answer.body.messages.at(-1).type).toBe("log.end");
      return answer;
    });

    expect(body.messages.map(({ seq }: { seq: number }) => seq)).toEqual(
      body.messages.map((_: unknown, index: number) => index + 1),
    );
    expect(body.complete).toBe(true);
  });
});
