import { type ChildProcess, spawn } from "node:child_process";
import { open } from "node:fs/promises";
import type { RunKey } from "#domain/run.ts";
import type { Secret } from "#domain/secret.ts";
import type { ProcessId } from "#ports/process-table.ts";
import { procProcessTable as processes } from "./proc-process-table.ts";
import { makeAttempt, type RunFiles } from "./run-record.ts";

export interface RunnerOrder {
  command: string;
  args: readonly string[];
  environment: Readonly<Record<string, string>>;
  /** The session's address on this server. */
  url: string;
  token: Secret;
  now: Date;
}

export interface SpawnedRunner {
  child: ChildProcess;
  id: ProcessId;
}

/**
 * Starts the runner of one attempt in a process group of its own. The record is on disk before the runner gets its
 * token, so a runner that nobody remembers can do nothing.
 */
export async function spawnRunner(files: RunFiles, key: RunKey, order: RunnerOrder): Promise<SpawnedRunner> {
  await makeAttempt(files, key);
  // A file and not a pipe: the runner must survive this server.
  const log = await open(files.log(key), "a", 0o600);
  try {
    const child = spawn(order.command, [...order.args], {
      cwd: files.workspace(key),
      detached: true,
      stdio: ["pipe", log.fd, log.fd],
      env: {
        ...order.environment,
        RUN_URL: order.url,
        RUN_TOKEN_FILE: "/dev/stdin",
        RUN_WORKSPACE: files.workspace(key),
      },
    });
    // Read before anything else runs: until the exit is handled, even a dead child keeps its entry in /proc.
    const id = child.pid === undefined ? undefined : processes.identify(child.pid);
    await spawned(child);
    if (id === undefined) throw new Error("the process ended before it could be recognised");
    await introduce(files, key, order, { child, id });
    return { child, id };
  } finally {
    await log.close();
  }
}

async function introduce(
  files: RunFiles,
  key: RunKey,
  order: RunnerOrder,
  { child, id }: SpawnedRunner,
): Promise<void> {
  const record = { ...id, attempt: key.attempt, url: order.url, launchedAt: order.now.toISOString() };
  try {
    await files.writeRecord(key, record);
  } catch (error) {
    processes.signal(id, "SIGKILL");
    throw error;
  }
  // A runner that is gone already is seen by its exit, not here.
  child.stdin?.on("error", () => {});
  child.stdin?.end(order.token.reveal());
}

const spawned = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
