import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import type { SpawnOptions } from "@anthropic-ai/claude-agent-sdk";
import type { ProcessId, ProcessTable } from "#ports/process-table.ts";
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

/** How the agent's process is started and known again. */
export interface AgentSurroundings {
  sandbox: Sandbox;
  processes: ProcessTable;
  /** A NAME=value that is in the environment of the agent and of nothing else. */
  mark: string;
}

export function createAgentProcess(surroundings: AgentSurroundings, confinement: Confinement): AgentProcess {
  const { sandbox, processes, mark } = surroundings;
  let root: Root | undefined;
  let tail = "";
  let ending: Promise<void> | undefined;
  return {
    start(options) {
      const { command, args } = sandbox.wrap({ command: options.command, args: options.args }, confinement);
      const started = spawn(command, args, { cwd: options.cwd, env: options.env });
      const id = started.pid === undefined ? undefined : processes.identify(started.pid);
      root = id && { child: started, id };
      started.stderr.on("data", (chunk: Buffer) => {
        tail = (tail + chunk.toString("utf8")).slice(-STDERR_TAIL);
      });
      // A pipe may break while the agent is being ended.
      started.stdin.on("error", () => {});
      return started;
    },
    end() {
      ending ??= root === undefined ? Promise.resolve() : endFamily(root, processes, mark);
      return ending;
    },
    stderr: () => tail,
  };
}

interface Root {
  child: ChildProcess;
  id: ProcessId;
}

/** A polite signal lets the agent end its tools; what is left after the grace is killed, and looked for again. */
async function endFamily({ child, id: root }: Root, processes: ProcessTable, variable: string): Promise<void> {
  const look = (): ProcessId[] => processes.familyOf(root, { variable }).filter(({ pid }) => pid !== root.pid);
  const isAnyAlive = (ids: readonly ProcessId[]): boolean => ids.some((id) => processes.isAlive(id));
  const known = look();
  if (isRunning(child)) child.kill("SIGTERM");
  for (const id of known) processes.signal(id, "SIGTERM");
  const deadline = performance.now() + GRACE_MS;
  while (performance.now() < deadline && (isRunning(child) || isAnyAlive(known))) await delay(20);
  for (let round = 0; round < 50; round++) {
    const left = [...known, ...look()];
    if (isRunning(child)) child.kill("SIGKILL");
    else if (!isAnyAlive(left)) return;
    for (const id of left) processes.signal(id, "SIGKILL");
    await delay(10);
  }
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;
