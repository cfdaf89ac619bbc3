import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import type { SpawnOptions } from "@anthropic-ai/claude-agent-sdk";
import { descendantsOf, isAlive, type ProcessId, signalProcess } from "./process-tree.ts";
import type { Confinement, Sandbox } from "./sandbox.ts";

/** How long the agent may take to end by itself before it is killed. */
const GRACE_MS = 1_000;
const STDERR_TAIL = 2_000;

/** One agent process and everything it starts. */
export interface AgentProcess {
  /** For the SDK's `spawnClaudeCodeProcess`. */
  start(options: SpawnOptions): ChildProcessWithoutNullStreams;
  /** Ends the agent and all its descendants; returns when none is left. Idempotent. */
  end(): Promise<void>;
  /** The last words on stderr, for the log. */
  stderr(): string;
}

/** `mark` is a NAME=value that is in the environment of the agent and of nothing else. */
export function createAgentProcess(sandbox: Sandbox, confinement: Confinement, mark: string): AgentProcess {
  let child: ChildProcess | undefined;
  let tail = "";
  let ending: Promise<void> | undefined;
  return {
    start(options) {
      const { command, args } = sandbox.wrap({ command: options.command, args: options.args }, confinement);
      const started = spawn(command, args, { cwd: options.cwd, env: options.env });
      child = started;
      started.stderr.on("data", (chunk: Buffer) => {
        tail = (tail + chunk.toString("utf8")).slice(-STDERR_TAIL);
      });
      // A pipe may break while the agent is being ended.
      started.stdin.on("error", () => {});
      return started;
    },
    end() {
      ending ??= child?.pid === undefined ? Promise.resolve() : endTree(child, child.pid, mark);
      return ending;
    },
    stderr: () => tail,
  };
}

/** A polite signal lets the agent end its tools; what is left after the grace is killed, and looked for again. */
async function endTree(child: ChildProcess, pid: number, mark: string): Promise<void> {
  const known = await descendantsOf(pid, mark);
  if (isRunning(child)) child.kill("SIGTERM");
  for (const id of known) await signalProcess(id, "SIGTERM");
  const deadline = performance.now() + GRACE_MS;
  while (performance.now() < deadline && (isRunning(child) || (await anyAlive(known)))) await delay(20);
  for (let round = 0; round < 50; round++) {
    const left = [...known, ...(await descendantsOf(pid, mark))];
    if (isRunning(child)) child.kill("SIGKILL");
    else if (!(await anyAlive(left))) return;
    for (const id of left) await signalProcess(id, "SIGKILL");
    await delay(10);
  }
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

async function anyAlive(ids: readonly ProcessId[]): Promise<boolean> {
  for (const id of ids) if (await isAlive(id)) return true;
  return false;
}
