import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ObjectKey } from "#domain/object-meta.ts";
import { Secret } from "#domain/secret.ts";
import { describeRunLauncher } from "#test/contract/run-launcher.contract.ts";
import { procProcessTable } from "./proc-process-table.ts";
import { ProcessLauncher, type ProcessLauncherOptions } from "./process-launcher.ts";

const { identify, isAlive } = procProcessTable;
const script = join(import.meta.dirname, "../../../test/fakes/tiny-runner.mjs");
const ORIGIN = "http://127.0.0.1:1";

const openLauncher = (directory: string, change: Partial<ProcessLauncherOptions> = {}): ProcessLauncher =>
  new ProcessLauncher({
    directory,
    command: process.execPath,
    args: [script],
    environment: { PATH: "/usr/bin:/bin" },
    runUrl: (key) => `${ORIGIN}/${key.project}/${key.name}`,
    token: (run) => new Secret(`token-of-${run.name}-${run.attempt}`),
    now: () => new Date(),
    log: pino({ level: "silent" }),
    graceMs: 300,
    ...change,
  });

const temporary = async () => realpath(await mkdtemp(join(tmpdir(), "vteam-launcher-")));

describeRunLauncher("ProcessLauncher", async () => {
  const directory = await temporary();
  const launcher = openLauncher(directory);
  const workspace = (key: ObjectKey, attempt: number) =>
    join(directory, key.project, key.name, String(attempt), "workspace");
  return {
    launcher,
    starts: async (key, attempt) =>
      (await readFile(join(workspace(key, attempt), "starts"), "utf8")).trim().split("\n").length,
    isReady: async (key, attempt) => existsSync(join(workspace(key, attempt), "ready")),
    close: async () => {
      launcher.close({ kill: true });
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
});

describe("ProcessLauncher", () => {
  let directory: string;
  const opened: ProcessLauncher[] = [];
  const open = (change: Partial<ProcessLauncherOptions> = {}): ProcessLauncher => {
    const launcher = openLauncher(directory, change);
    opened.push(launcher);
    return launcher;
  };
  beforeEach(async () => {
    directory = await temporary();
  });
  afterEach(async () => {
    for (const launcher of opened.splice(0)) launcher.close({ kill: true });
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  });

  const signal = new AbortController().signal;
  const keyOf = (name: string) => ({ project: "web", name });
  const attemptFile = (name: string, ...path: string[]) => join(directory, "web", name, "1", ...path);
  const start = async (launcher: ProcessLauncher, name: string): Promise<number> => {
    await launcher.launch({ ...keyOf(name), attempt: 1 }, signal);
    await vi.waitFor(() => expect(existsSync(attemptFile(name, "workspace/ready"))).toBe(true), 10_000);
    return Number(await readFile(attemptFile(name, "workspace/starts"), "utf8"));
  };
  const untilKind = (launcher: ProcessLauncher, name: string, kind: string) =>
    vi.waitFor(async () => expect((await launcher.observe(keyOf(name)))?.kind).toBe(kind), 10_000);

  test("hands the token over through standard input and nowhere else", async () => {
    await start(open(), "wait-1");

    const seen = JSON.parse(await readFile(attemptFile("wait-1", "workspace/seen.json"), "utf8"));
    expect(seen.token).toBe("token-of-wait-1-1");
    expect(JSON.stringify([seen.argv, seen.environment])).not.toContain("token-of");
    expect(await readFile(attemptFile("wait-1", "run.json"), "utf8")).not.toContain("token-of");
    expect(Object.keys(seen.environment).sort()).toEqual(["PATH", "RUN_TOKEN_FILE", "RUN_URL", "RUN_WORKSPACE"]);
  });

  test("kills every descendant of a run, also one that detached itself", async () => {
    const launcher = open();
    await start(launcher, "stubborn-1");
    const pids = (await readFile(attemptFile("stubborn-1", "workspace/descendants"), "utf8")).split(" ").map(Number);
    const descendants = pids.flatMap((pid) => identify(pid) ?? []);

    await launcher.stop(keyOf("stubborn-1"));
    await untilKind(launcher, "stubborn-1", "failed");

    expect(descendants).toHaveLength(2);
    await vi.waitFor(() => expect(descendants.filter(isAlive)).toEqual([]));
  });

  test("leaves nothing behind when a runner dies by itself", async () => {
    const launcher = open();
    const pid = await start(launcher, "stubborn-1");
    const pids = (await readFile(attemptFile("stubborn-1", "workspace/descendants"), "utf8")).split(" ").map(Number);

    process.kill(pid, "SIGKILL");
    await untilKind(launcher, "stubborn-1", "failed");

    await vi.waitFor(() => expect(pids.flatMap((one) => identify(one) ?? []).filter(isAlive)).toEqual([]));
  });

  test("finds a run again after a restart of the server, and sees it end", async () => {
    const first = open();
    const pid = await start(first, "leave-0");
    first.close({ kill: false });
    const second = open();
    const told: string[] = [];
    second.onChange((key) => told.push(key.name));

    await second.adopt();
    const adopted = await second.observe(keyOf("leave-0"));
    process.kill(pid, "SIGUSR1");

    expect(adopted).toEqual({ kind: "running", attempt: 1 });
    await untilKind(second, "leave-0", "succeeded");
    expect(told).toEqual(["leave-0", "leave-0"]);
  });

  test("stops a run that an earlier server started", async () => {
    const first = open();
    await start(first, "stubborn-1");
    first.close({ kill: false });
    const second = open();
    await second.adopt();

    await second.stop(keyOf("stubborn-1"));

    await untilKind(second, "stubborn-1", "lost");
  });

  test("reports a run lost that died while no server was there and left no word", async () => {
    const first = open();
    const pid = await start(first, "wait-1");
    first.close({ kill: false });
    process.kill(pid, "SIGKILL");
    const second = open();

    await second.adopt();

    await untilKind(second, "wait-1", "lost");
  });

  test("does not take a later process with the same id for the run", async () => {
    const stranger = spawn("sleep", ["60"], { stdio: "ignore" });
    await mkdir(attemptFile("wait-1"), { recursive: true });
    const record = {
      pid: stranger.pid,
      startTicks: 1,
      attempt: 1,
      url: `${ORIGIN}/web/wait-1`,
      launchedAt: "2026-01-01T00:00:00Z",
    };
    await writeFile(attemptFile("wait-1", "run.json"), JSON.stringify(record));
    const launcher = open();
    await launcher.adopt();

    await launcher.stop(keyOf("wait-1"));
    const run = await launcher.observe(keyOf("wait-1"));

    expect(run).toEqual({ kind: "lost", attempt: 1 });
    expect(stranger.exitCode).toBeNull();
    expect(stranger.signalCode).toBeNull();
    stranger.kill("SIGKILL");
  });

  test("ends a run that reports to an address the server no longer has", async () => {
    const first = open();
    await start(first, "wait-1");
    first.close({ kill: false });
    const second = open({ runUrl: (key) => `http://127.0.0.1:2/${key.project}/${key.name}` });

    await second.adopt();

    await untilKind(second, "wait-1", "lost");
  });

  test("says so when the runner cannot be started, and can be asked again", async () => {
    const launcher = open({ command: join(directory, "no-such-program") });

    const attempt = launcher.launch({ ...keyOf("wait-1"), attempt: 1 }, signal);

    await expect(attempt).rejects.toMatchObject({ code: "ENOENT" });
    expect(await launcher.observe(keyOf("wait-1"))).toBeUndefined();
  });

  test("keeps the output of a runner within bounds", async () => {
    const launcher = open({ maxLogBytes: 100_000 });
    await start(launcher, "chatty-1");
    const path = attemptFile("chatty-1", "output.log");

    await vi.waitFor(async () => expect((await stat(path)).size).toBeGreaterThan(100_000), 10_000);
    await vi.waitFor(async () => expect((await stat(path)).size).toBeLessThan(100_000), 10_000);
  });

  test("forgets a workspace with read-only directories too", async () => {
    const launcher = open();
    await start(launcher, "exit-0");
    await untilKind(launcher, "exit-0", "succeeded");
    await mkdir(attemptFile("exit-0", "workspace/repos/read-only"), { recursive: true });
    await writeFile(attemptFile("exit-0", "workspace/repos/read-only/file"), "");
    await chmod(attemptFile("exit-0", "workspace/repos/read-only"), 0o500);

    await launcher.forget(keyOf("exit-0"));

    expect(existsSync(join(directory, "web/exit-0"))).toBe(false);
  });
});
