import type { ChildProcess } from "node:child_process";
import { mkdirSync, realpathSync } from "node:fs";
import { stat, truncate } from "node:fs/promises";
import { constants } from "node:os";
import type { Logger } from "pino";
import { keyText, type ObjectKey } from "#domain/object-meta.ts";
import type { Run, RunKey } from "#domain/run.ts";
import type { Secret } from "#domain/secret.ts";
import type { ProcessId } from "#ports/process-table.ts";
import type { RunLauncher } from "#ports/run-launcher.ts";
import { procProcessTable as processes } from "./proc-process-table.ts";
import { RunFiles } from "./run-record.ts";
import { spawnRunner } from "./spawn-runner.ts";

export interface ProcessLauncherOptions {
  /** Where workspaces and records are kept; absolute. */
  directory: string;
  /** The runner: `command ...args`, such as node src/main.ts run. */
  command: string;
  args: readonly string[];
  /** All that a runner inherits. Never a secret. */
  environment: Readonly<Record<string, string>>;
  /** The session's address on this server, as it is reached now. */
  runUrl: (key: ObjectKey) => string;
  token: (run: RunKey) => Secret;
  now: () => Date;
  log: Logger;
  /** What a runner gets between the request to stop and the kill. */
  graceMs?: number;
  /** A runner's own output is dropped when it grows beyond this. */
  maxLogBytes?: number;
}

interface LiveRun {
  key: RunKey;
  id: ProcessId;
  /** Undefined for a run that an earlier server started. */
  child?: ChildProcess;
  /** Its processes when it was asked to stop. */
  seen: ProcessId[];
  killTimer?: NodeJS.Timeout;
}

const POLL_MS = 500;

/** Runs each attempt as a detached child process, which outlives this server and is found again by the next one. */
export class ProcessLauncher implements RunLauncher {
  readonly #options: Required<ProcessLauncherOptions>;
  readonly #files: RunFiles;
  readonly #live = new Map<string, LiveRun>();
  readonly #turns = new Map<string, Promise<void>>();
  readonly #listeners = new Set<(key: ObjectKey) => void>();
  #poll: NodeJS.Timeout | undefined;

  constructor(options: ProcessLauncherOptions) {
    this.#options = { graceMs: 20_000, maxLogBytes: 10_000_000, ...options };
    mkdirSync(options.directory, { recursive: true, mode: 0o700 });
    // The kernel shows working directories without symbolic links; we compare with them.
    this.#files = new RunFiles(realpathSync(options.directory));
  }

  /** Finds the runs of an earlier server again. Call once, when this server's address is known. */
  async adopt(): Promise<void> {
    for (const key of await this.#files.keys()) {
      if (!this.#live.has(keyText(key))) await this.#find(key);
      this.#tell(key);
    }
  }

  async launch(key: RunKey, signal: AbortSignal): Promise<void> {
    const before = this.#turns.get(keyText(key)) ?? Promise.resolve();
    const turn = before.then(() => this.#launch(key, signal));
    const settled = turn.catch(() => {});
    this.#turns.set(keyText(key), settled);
    await turn.finally(() => this.#turns.get(keyText(key)) === settled && this.#turns.delete(keyText(key)));
  }

  async observe(key: ObjectKey): Promise<Run | undefined> {
    const live = this.#live.get(keyText(key));
    if (live) return { kind: "running", attempt: live.key.attempt };
    const latest = await this.#latest(key);
    if (!latest) return undefined;
    const { attempt } = latest.key;
    const exitCode = await this.#files.exitCode(latest.key);
    if (exitCode !== undefined)
      return exitCode === 0 ? { kind: "succeeded", attempt } : { kind: "failed", attempt, exitCode };
    return { kind: processes.isAlive(latest.id) ? "running" : "lost", attempt };
  }

  async stop(key: ObjectKey): Promise<void> {
    const live = this.#live.get(keyText(key)) ?? (await this.#find(key));
    if (!live || live.killTimer) return;
    live.seen = this.#tree(live);
    processes.signal(live.id, "SIGTERM");
    live.killTimer = setTimeout(() => killAll([...live.seen, ...this.#tree(live)]), this.#options.graceMs);
    live.killTimer.unref();
  }

  async forget(key: ObjectKey): Promise<void> {
    const run = await this.observe(key);
    if (run?.kind === "running") return;
    await this.#files.remove(key);
  }

  onChange(listener: (key: ObjectKey) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Lets go of the runs: the next server adopts them, unless they are to end with this one. */
  close(options: { kill: boolean }): void {
    clearInterval(this.#poll);
    this.#poll = undefined;
    for (const live of this.#live.values()) {
      clearTimeout(live.killTimer);
      live.child?.removeAllListeners("exit");
      if (options.kill) killAll(this.#tree(live));
    }
    this.#live.clear();
  }

  async #launch(key: RunKey, signal: AbortSignal): Promise<void> {
    const running = this.#live.get(keyText(key));
    if (running?.key.attempt === key.attempt || (await this.#files.record(key))) return;
    if (running) await this.#replace(running);
    signal.throwIfAborted();
    const { command, args, environment, runUrl, token, now } = this.#options;
    const order = { command, args, environment, url: runUrl(key), token: token(key), now: now() };
    const { child, id } = await spawnRunner(this.#files, key, order);
    const live: LiveRun = { key, id, child, seen: [] };
    if (child.exitCode !== null || child.signalCode !== null)
      return this.#ended(live, child.exitCode, child.signalCode);
    child.on("exit", (code, ending) => void this.#ended(live, code, ending));
    child.unref();
    this.#watch(live);
  }

  /** At most one attempt lives: the older one goes before the next starts. */
  async #replace(live: LiveRun): Promise<void> {
    clearTimeout(live.killTimer);
    live.child?.removeAllListeners("exit");
    killAll(this.#tree(live));
    this.#live.delete(keyText(live.key));
  }

  async #latest(key: ObjectKey): Promise<{ key: RunKey; id: ProcessId; url: string } | undefined> {
    for (const attempt of (await this.#files.attempts(key)).reverse()) {
      const record = await this.#files.record({ ...key, attempt });
      if (record) return { key: { ...key, attempt }, id: record, url: record.url };
    }
    return undefined;
  }

  /** Takes over a process that an earlier server started, or ends it when it reports to an address that is no longer ours. */
  async #find(key: ObjectKey): Promise<LiveRun | undefined> {
    const latest = await this.#latest(key);
    if (!latest || !processes.isAlive(latest.id) || this.#live.has(keyText(key))) return this.#live.get(keyText(key));
    const live: LiveRun = { key: latest.key, id: latest.id, seen: [] };
    if (latest.url === this.#options.runUrl(key)) {
      this.#watch(live);
      return live;
    }
    this.#options.log.warn({ session: key.name, project: key.project }, "ended a run that reports to another address");
    killAll(this.#tree(live));
    return undefined;
  }

  #watch(live: LiveRun): void {
    this.#live.set(keyText(live.key), live);
    this.#poll ??= setInterval(() => void this.#look(), POLL_MS).unref();
  }

  /** Nothing tells of the end of a process that is not our child, nor of a log that grows: so look. */
  async #look(): Promise<void> {
    for (const live of [...this.#live.values()]) {
      if (!live.child && !processes.isAlive(live.id)) await this.#ended(live, null, null);
      await this.#capLog(live.key);
    }
    if (this.#live.size > 0) return;
    clearInterval(this.#poll);
    this.#poll = undefined;
  }

  async #capLog(key: RunKey): Promise<void> {
    try {
      const path = this.#files.log(key);
      if ((await stat(path)).size > this.#options.maxLogBytes) await truncate(path);
    } catch (error) {
      this.#options.log.debug({ session: key.name, err: error }, "could not look at the output of a run");
    }
  }

  /** Everything the run left behind ends with it; only then is its end told. */
  async #ended(live: LiveRun, code: number | null, ending: NodeJS.Signals | null): Promise<void> {
    clearTimeout(live.killTimer);
    killAll([...live.seen, ...this.#tree(live)]);
    const exitCode = code ?? (ending === null ? undefined : 128 + constants.signals[ending]);
    try {
      if (exitCode !== undefined) await this.#files.writeExit(live.key, exitCode);
    } catch (error) {
      this.#options.log.error({ session: live.key.name, err: error }, "could not record how a run ended");
    }
    if (this.#live.get(keyText(live.key)) === live) this.#live.delete(keyText(live.key));
    this.#tell(live.key);
  }

  #tree(live: LiveRun): ProcessId[] {
    return processes.familyOf(live.id, { directory: this.#files.attemptDirectory(live.key) });
  }

  #tell({ project, name }: ObjectKey): void {
    for (const listener of this.#listeners) listener({ project, name });
  }
}

/** Kills exactly these processes at once. */
function killAll(ids: readonly ProcessId[]): void {
  for (const id of ids) processes.signal(id, "SIGKILL");
}
