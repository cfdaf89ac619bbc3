import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ProcessId } from "#ports/process-table.ts";
import { procProcessTable as table } from "./proc-process-table.ts";

describe("the process table of /proc", () => {
  let directory: string;
  const started: ProcessId[] = [];
  beforeEach(async () => {
    directory = await realpath(await mkdtemp(join(tmpdir(), "vteam-processes-")));
  });
  afterEach(async () => {
    for (const id of started.splice(0)) table.signal(id, "SIGKILL");
    await rm(directory, { recursive: true, force: true });
  });

  const identified = (pid: number | undefined): ProcessId => {
    const id = table.identify(pid ?? 0);
    if (id === undefined) throw new Error(`there is no process ${pid}`);
    started.push(id);
    return id;
  };

  /** A shell with a daemon that left its group and lost its parent. */
  async function withDaemon(environment: Record<string, string>, cwd = "/") {
    const script = "(setsid sleep 60 >/dev/null & echo $!); exec sleep 60";
    const env = { PATH: process.env.PATH ?? "", ...environment };
    const child = spawn("sh", ["-c", script], { cwd, env, stdio: ["ignore", "pipe", "ignore"] });
    const root = identified(child.pid);
    const [line] = await once(createInterface({ input: child.stdout }), "line");
    return { child, root, daemon: identified(Number(line)) };
  }

  test("finds a daemon by a variable that only one family inherits", async () => {
    const ours = await withDaemon({ FAMILY: "one" });
    const theirs = await withDaemon({ FAMILY: "two" });

    const family = table.familyOf(ours.root, { variable: "FAMILY=one" });

    expect(family).toEqual(expect.arrayContaining([ours.root, ours.daemon]));
    expect(family).not.toContainEqual(theirs.daemon);
  });

  test("finds a daemon by the directory that it works in, also once its root is gone", async () => {
    const { child, root, daemon } = await withDaemon({}, directory);
    child.kill("SIGKILL");
    await vi.waitFor(() => expect(table.isAlive(root)).toBe(false));

    const family = table.familyOf(root, { directory });

    expect(family).toEqual([daemon]);
  });

  test("never counts the caller, nor strangers, as family", async () => {
    const { root } = await withDaemon({});

    const family = table.familyOf(root, {});

    expect(family).toContainEqual(root);
    expect(family.map(({ pid }) => pid)).not.toContain(process.pid);
    expect(family.length).toBeLessThan(4);
  });

  test("leaves a later process with the same id alone", async () => {
    const { child, root } = await withDaemon({});
    const earlier = { ...root, startTicks: root.startTicks - 1 };

    table.signal(earlier, "SIGKILL");

    expect(table.isAlive(earlier)).toBe(false);
    expect(table.isAlive(root)).toBe(true);
    expect(child.signalCode).toBeNull();
  });

  test("takes a signal to what is gone for done", async () => {
    const { child, root } = await withDaemon({});
    child.kill("SIGKILL");
    await vi.waitFor(() => expect(table.isAlive(root)).toBe(false));

    expect(() => table.signal(root, "SIGTERM")).not.toThrow();
  });
});
