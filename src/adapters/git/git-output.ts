import type { ChildProcess } from "node:child_process";

export interface OutputLimits {
  /** Most bytes of standard output. */
  maxBytes?: number;
  /** true: end git at that many bytes and keep them. */
  cut?: boolean;
  /** Longest silence, and longest time in all. */
  idleMs?: number;
  totalMs?: number;
}

export interface GitOutput {
  stdout: Buffer;
  stderr: string;
  isCut: boolean;
}

const MAX_BYTES = 64 * 1024 * 1024;
const STDERR_CHARACTERS = 16_384;
const GRACE_MS = 2_000;

/** Ends a process and its helpers: politely first, so that git removes its lock and temporary files. */
function endGroup(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const send = (signal: NodeJS.Signals) => {
    try {
      process.kill(-pid, signal);
    } catch {
      // It is gone already.
    }
  };
  send("SIGTERM");
  const timer = setTimeout(() => send("SIGKILL"), GRACE_MS);
  child.once("exit", () => clearTimeout(timer));
}

/** Waits for the end of a process within its limits. Throws the reason when the signal aborts, after the process has died. */
export async function watchOutput(
  child: ChildProcess,
  limits: OutputLimits,
  signal: AbortSignal,
): Promise<GitOutput & { exitCode: number | undefined; timedOut: boolean }> {
  const { maxBytes = MAX_BYTES, idleMs = 120_000, totalMs = 600_000 } = limits;
  const chunks: Buffer[] = [];
  const seen = { bytes: 0, stderr: "", timedOut: false };
  const end = () => endGroup(child);
  const timeOut = () => {
    seen.timedOut = true;
    end();
  };
  const idle = setTimeout(timeOut, idleMs);
  const total = setTimeout(timeOut, totalMs);
  child.stdout?.on("data", (chunk: Buffer) => {
    idle.refresh();
    const room = maxBytes - seen.bytes;
    seen.bytes += chunk.length;
    if (room > 0) chunks.push(chunk.subarray(0, room));
    if (chunk.length > room) end();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    idle.refresh();
    seen.stderr = (seen.stderr + chunk.toString("utf8")).slice(-STDERR_CHARACTERS);
  });
  signal.addEventListener("abort", end);
  try {
    const exitCode = await ended(child);
    signal.throwIfAborted();
    return {
      stdout: Buffer.concat(chunks),
      stderr: seen.stderr,
      isCut: seen.bytes > maxBytes,
      exitCode,
      timedOut: seen.timedOut,
    };
  } finally {
    clearTimeout(idle);
    clearTimeout(total);
    signal.removeEventListener("abort", end);
  }
}

const ended = (child: ChildProcess): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? undefined));
  });
