import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ProcessLauncher } from "#adapters/process/process-launcher.ts";
import { openSqlite, type Sqlite } from "#adapters/sqlite/index.ts";
import { Secret } from "#domain/secret.ts";
import type { RunResult, Session, SessionPhase } from "#domain/session.ts";
import { runRetentionController } from "./retention-controller.ts";
import { runSessionController } from "./session-controller.ts";

const script = join(import.meta.dirname, "../../test/fakes/tiny-runner.mjs");
const log = pino({ level: "silent" });

/** A server's worth of controllers on one data directory; runners do what the name of their session says. */
class House {
  readonly directory: string;
  sqlite: Sqlite;
  launcher: ProcessLauncher;
  #abort = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  static async open(directory: string, options: { maxSessions?: number; command?: string } = {}): Promise<House> {
    const sqlite = await openSqlite({
      dataDirectory: directory,
      now: () => new Date(),
      newUid: () => crypto.randomUUID(),
      encryptionKey: { version: 1, key: new Secret(Buffer.alloc(32).toString("base64url")) },
    });
    const launcher = new ProcessLauncher({
      directory: join(directory, "runs"),
      command: options.command ?? process.execPath,
      args: [script],
      environment: { PATH: "/usr/bin:/bin" },
      runUrl: ({ project, name }) => `http://127.0.0.1:1/${project}/${name}`,
      token: () => new Secret("token"),
      now: () => new Date(),
      log,
      graceMs: 300,
    });
    const house = new House(directory, sqlite, launcher);
    house.#start(options.maxSessions ?? 2);
    await launcher.adopt();
    return house;
  }

  constructor(directory: string, sqlite: Sqlite, launcher: ProcessLauncher) {
    this.directory = directory;
    this.sqlite = sqlite;
    this.launcher = launcher;
  }

  #start(maxSessions: number): void {
    const { sqlite, launcher } = this;
    const shared = { sessions: sqlite.stores.sessions, launcher, now: () => new Date(), log };
    this.#running = Promise.all([
      runSessionController({ ...shared, events: sqlite.eventLog, maxSessions }, this.#abort.signal),
      runRetentionController({ ...shared, keepMs: 60_000 }, this.#abort.signal),
    ]);
  }

  async close(options: { kill: boolean }): Promise<void> {
    this.#abort.abort();
    await this.#running;
    this.launcher.close(options);
    this.sqlite.close();
  }

  create(name: string, timeout = 600): Promise<Session> {
    return this.sqlite.stores.sessions.create({
      metadata: { project: "web", name, createdBy: "ada" },
      spec: { prompt: "p", repos: [], mainRepoIndex: 0, model: "m", timeout, interactive: false },
      status: { phase: "Pending", startTime: null, completionTime: null, attempt: 0, message: "" },
    });
  }

  async get(name: string): Promise<Session | undefined> {
    return this.sqlite.stores.sessions.get({ project: "web", name });
  }

  /** Writes as the API does: again from a fresh read when someone else was first. */
  change(name: string, edit: (session: Session) => Session): Promise<Session> {
    return vi.waitFor(async () => {
      const session = await this.get(name);
      if (session === undefined) throw new Error("no such session");
      return this.sqlite.stores.sessions.update(edit(session));
    });
  }

  stop = (name: string) =>
    this.change(name, (s) => ({ ...s, spec: { ...s.spec, stop: { time: new Date().toISOString(), by: "ada" } } }));

  speak = (name: string, attempt = 1) =>
    this.sqlite.eventLog.appendRun({ project: "web", name }, attempt, [
      { seq: 1, timestamp: 1, type: "system.message", payload: { text: "hello", level: "info" } },
    ]);

  report = (name: string, result: Partial<RunResult>) =>
    this.change(name, (s) => ({
      ...s,
      status: { ...s.status, result: { outcome: "completed", message: "", results: "", repos: [], ...result } },
    }));

  until = (name: string, phase: SessionPhase) =>
    vi.waitFor(async () => {
      const session = await this.get(name);
      expect(session?.status.phase).toBe(phase);
      return session;
    }, 10_000);

  untilReady = (name: string, attempt = 1) =>
    vi.waitFor(() => expect(existsSync(this.path(name, attempt, "ready"))).toBe(true), 10_000);

  path = (name: string, attempt: number, file: string) =>
    join(this.directory, "runs/web", name, String(attempt), "workspace", file);

  pid = async (name: string, attempt = 1) => Number(await readFile(this.path(name, attempt, "starts"), "utf8"));

  async transcript(name: string): Promise<string[]> {
    const { events } = await this.sqlite.eventLog.read({ project: "web", name }, 0, 100);
    return events.map((event) => (event.type === "status" ? event.payload.phase : event.type));
  }
}

let directory: string;
const houses: House[] = [];
const open = async (options: { maxSessions?: number; command?: string } = {}): Promise<House> => {
  const house = await House.open(directory, options);
  houses.push(house);
  return house;
};
const shut = async (house: House, options: { kill: boolean }): Promise<void> => {
  houses.splice(houses.indexOf(house), 1);
  await house.close(options);
};
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "vteam-controller-"));
});
afterEach(async () => {
  for (const house of [...houses]) await shut(house, { kill: true });
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
});

test("takes a session from Pending to Completed and tells of each phase once", async () => {
  const house = await open();
  await house.create("polite-1");
  await house.untilReady("polite-1");

  await house.speak("polite-1");
  await house.until("polite-1", "Running");
  await house.report("polite-1", { message: "done" });
  process.kill(await house.pid("polite-1"), "SIGTERM");

  const session = await house.until("polite-1", "Completed");
  expect(session?.status).toMatchObject({ attempt: 1, message: "done" });
  expect(session?.status.completionTime).not.toBeNull();
  await vi.waitFor(async () =>
    expect(await house.transcript("polite-1")).toEqual([
      "Creating",
      "system.message",
      "Running",
      "Completed",
      "log.end",
    ]),
  );
});

test("fails a runner that exits without a report", async () => {
  const house = await open();

  await house.create("exit-7");

  const session = await house.until("exit-7", "Failed");
  expect(session?.status).toMatchObject({
    reason: "agent-error",
    message: "The runner exited with code 7 before reporting.",
  });
});

test("stops a running session", async () => {
  const house = await open();
  await house.create("polite-1");
  await house.untilReady("polite-1");
  await house.speak("polite-1");
  await house.until("polite-1", "Running");

  await house.stop("polite-1");

  const session = await house.until("polite-1", "Stopped");
  expect(session?.status.reason).toBe("stopped-by-user");
});

test("runs no more sessions than allowed, the oldest first, and a stop makes room", async () => {
  const house = await open({ maxSessions: 1 });
  for (const name of ["polite-1", "polite-2", "polite-3"]) await house.create(name);
  await house.untilReady("polite-1");

  const waiting = await Promise.all(["polite-2", "polite-3"].map((name) => house.get(name)));
  await house.stop("polite-2");
  await house.until("polite-2", "Stopped");
  await house.stop("polite-1");
  await house.untilReady("polite-3");

  expect(waiting.map((session) => session?.status.phase)).toEqual(["Pending", "Pending"]);
  expect(existsSync(house.path("polite-2", 1, "starts"))).toBe(false);
});

test("adopts a session that was running when the server went away", async () => {
  const first = await open();
  await first.create("wait-1");
  await first.untilReady("wait-1");
  await first.speak("wait-1");
  await first.until("wait-1", "Running");
  await shut(first, { kill: false });

  const second = await open();
  await second.report("wait-1", {});
  process.kill(await second.pid("wait-1"), "SIGKILL");

  const session = await second.until("wait-1", "Completed");
  expect(session?.status.attempt).toBe(1);
});

test("fails truthfully what was lost while no server was there", async () => {
  const first = await open();
  await first.create("wait-1");
  await first.untilReady("wait-1");
  await first.speak("wait-1");
  await first.until("wait-1", "Running");
  await shut(first, { kill: true });

  const second = await open();

  const session = await second.until("wait-1", "Error");
  expect(session?.status.reason).toBe("runner-lost");
});

test("starts a run again that was lost before it spoke", async () => {
  const first = await open();
  await first.create("wait-1");
  await first.untilReady("wait-1");
  await shut(first, { kill: true });

  const second = await open();
  await second.untilReady("wait-1", 2);

  expect((await second.get("wait-1"))?.status).toMatchObject({ phase: "Creating", attempt: 2 });
});

test("closes the transcript of a session whose last event was lost in a crash", async () => {
  const first = await open();
  const session = await first.create("exit-0");
  await first.until("exit-0", "Failed");
  await vi.waitFor(async () => expect(await first.transcript("exit-0")).toContain("log.end"));
  await first.sqlite.eventLog.delete(session.metadata);
  await shut(first, { kill: false });

  const second = await open();

  await vi.waitFor(async () => expect(await second.transcript("exit-0")).toEqual(["Failed", "log.end"]));
});

test("takes the run of a deleted session along", async () => {
  const house = await open();
  await house.create("polite-1");
  await house.untilReady("polite-1");

  await house.sqlite.stores.sessions.delete({ project: "web", name: "polite-1" });

  await vi.waitFor(() => expect(existsSync(join(directory, "runs/web/polite-1"))).toBe(false), 5_000);
});

test("removes the workspace at once when all work is safe, and keeps it when it is not", async () => {
  const house = await open();
  for (const name of ["polite-1", "polite-2"]) await house.create(name);
  await Promise.all([house.untilReady("polite-1"), house.untilReady("polite-2")]);
  const repo = { url: "https://example.org/a", pushed: false, commitSha: "a", error: "refused" };

  await house.report("polite-1", { repos: [{ ...repo, pushed: true, error: null }] });
  await house.report("polite-2", { repos: [repo] });
  for (const name of ["polite-1", "polite-2"]) process.kill(await house.pid(name), "SIGTERM");

  await vi.waitFor(() => expect(existsSync(join(directory, "runs/web/polite-1"))).toBe(false), 5_000);
  await house.until("polite-2", "Completed");
  expect(existsSync(join(directory, "runs/web/polite-2"))).toBe(true);
});

test("a hundred sessions at once all end, each once", async () => {
  const house = await open({ maxSessions: 4 });
  const names = Array.from({ length: 100 }, (_, index) => `exit-${index % 10}-${index}`);

  await Promise.all(names.map((name) => house.create(name)));

  await vi.waitFor(async () => {
    const { items } = await house.sqlite.stores.sessions.list();
    expect(items.filter((session) => session.status.phase === "Failed")).toHaveLength(100);
  }, 50_000);
  const transcriptsOf = () => Promise.all(names.map((name) => house.transcript(name)));
  // The log follows the status; once it has its end, nothing is written to it.
  await vi.waitFor(async () => {
    for (const lines of await transcriptsOf()) expect(lines.at(-1)).toBe("log.end");
  }, 10_000);
  const transcripts = await transcriptsOf();
  expect(new Set(transcripts.map((lines) => lines.filter((line) => line !== "Running").join()))).toEqual(
    new Set(["Creating,Failed,log.end"]),
  );
});
