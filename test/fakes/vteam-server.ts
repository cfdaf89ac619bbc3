import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../bin/vteam.mjs", import.meta.url));

export interface VteamServer {
  origin: string;
  token: string;
  dataDirectory: string;
  pid: number;
  /** Everything it printed so far, both streams. */
  output: () => string;
  /** SIGTERM; resolves with the exit code. */
  stop: () => Promise<number | null>;
  /** SIGKILL to the server alone: its runners live on, as they would after a crash. */
  kill: () => Promise<void>;
}

interface StartOptions {
  dataDirectory?: string;
  port?: number;
  token?: string;
  environment?: Record<string, string>;
  /** The Node that starts bin/vteam.mjs; default the one that runs the tests. */
  node?: string | undefined;
}

/** Starts `vteam up` as scripts do and waits for its one line. Nothing of the caller's environment gets in but PATH and HOME. */
export async function startVteam(options: StartOptions = {}): Promise<VteamServer> {
  const dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), "vteam-test-"));
  const token = options.token ?? "test-token-0123456789abcdef";
  const args = [
    bin,
    "up",
    "--host",
    "127.0.0.1",
    "--port",
    String(options.port ?? 0),
    "--data-dir",
    dataDirectory,
    "--token",
    token,
  ];
  const env = { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "/", ...options.environment };
  const child = spawn(options.node ?? process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  const origin = await new Promise<string>((resolve, reject) => {
    const look = (chunk: Buffer): void => {
      printed += chunk.toString();
      const ready = /vteam is ready at (http:\/\/[^/\s]+)/.exec(printed);
      if (ready?.[1] !== undefined) resolve(ready[1]);
    };
    child.stdout.on("data", look);
    child.stderr.on("data", look);
    child.once("exit", (code) => reject(new Error(`vteam up ended with ${code} before it was ready:\n${printed}`)));
  });
  return {
    origin,
    token,
    dataDirectory,
    pid: child.pid ?? 0,
    output: () => printed,
    stop: () => end(child, "SIGTERM"),
    kill: async () => void (await end(child, "SIGKILL")),
  };
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once("exit", (code) => resolve(code));
    child.kill(signal);
  });
}

/** Removes a data directory, patient with processes that are just ending. */
export const removeData = (directory: string): void =>
  rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
