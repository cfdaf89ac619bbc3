import type { Logger } from "pino";
import { keyText, type ObjectKey } from "#domain/object-meta.ts";
import { isProblem } from "#domain/problem.ts";
import type { Run } from "#domain/run.ts";
import { isFinished, type Session, type SessionStatus } from "#domain/session.ts";
import { launchFailed, nextStep, type Step } from "#domain/session-reconcile.ts";
import type { EventLog } from "#ports/event-log.ts";
import type { SessionStore } from "#ports/object-store.ts";
import type { RunLauncher } from "#ports/run-launcher.ts";
import { followObjects } from "./follow-objects.ts";
import { SessionJournal } from "./session-journal.ts";
import { SessionSlots } from "./session-slots.ts";
import { WorkQueue } from "./work-queue.ts";

export interface SessionControllerDeps {
  sessions: SessionStore;
  events: EventLog;
  launcher: RunLauncher;
  /** Sessions that may run at the same time. */
  maxSessions: number;
  now: () => Date;
  log: Logger;
}

const WORKERS = 8;
/** How long starting a runner is tried again after an error that may pass. */
const LAUNCH_PATIENCE_MS = 30_000;
/** A launcher that tells nothing must not leave a session stuck. */
const SAFETY_MS = 30_000;

/** Brings every session to its end. Resolves when the signal has aborted and the last step is done; runs go on. */
export async function runSessionController(deps: SessionControllerDeps, signal: AbortSignal): Promise<void> {
  await new SessionController(deps).run(signal);
}

class SessionController {
  readonly #deps: SessionControllerDeps;
  readonly #journal: SessionJournal;
  readonly #slots: SessionSlots;
  readonly #queue: WorkQueue;
  /** Sessions whose first event we wait for, with the way to stop waiting. */
  readonly #listening = new Map<string, () => void>();

  constructor(deps: SessionControllerDeps) {
    this.#deps = deps;
    this.#journal = new SessionJournal(deps.events);
    this.#slots = new SessionSlots(deps.maxSessions);
    this.#queue = new WorkQueue({
      work: (key, signal) => this.#reconcile(key, signal),
      concurrency: WORKERS,
      log: deps.log,
    });
  }

  async run(signal: AbortSignal): Promise<void> {
    const unsubscribe = this.#deps.launcher.onChange((key) => this.#queue.add(key));
    const follower = {
      all: (sessions: readonly Session[]) => {
        this.#slots.reset(sessions);
        for (const session of sessions) this.#queue.add(session.metadata);
      },
      changed: ({ kind, object }: { kind: string; object: Session }) => {
        if (kind === "deleted") this.#slots.remove(object.metadata);
        else this.#slots.set(object);
        this.#queue.add(object.metadata);
        this.#wakeNext();
      },
    };
    await followObjects(this.#deps.sessions, follower, this.#deps.log, signal);
    unsubscribe();
    await this.#queue.stop();
    for (const stop of this.#listening.values()) stop();
  }

  #wakeNext(): void {
    for (const key of this.#slots.next()) this.#queue.add(key);
  }

  async #reconcile({ project, name }: ObjectKey, signal: AbortSignal): Promise<number | undefined> {
    const key = { project, name };
    // The run first: a result that is reported between the two looks is then seen, never missed.
    const run = await this.#deps.launcher.observe(key);
    const session = await this.#deps.sessions.get(key);
    if (session === undefined) return this.#abandon(key, run);
    this.#slots.set(session);
    this.#listen(key, session);
    const hasSpoken =
      session.status.phase === "Creating" && (await this.#journal.hasSpoken(key, session.status.attempt));
    const look = { now: this.#deps.now(), hasSlot: this.#slots.hasSlot(key), hasSpoken };
    try {
      return await this.#act(session, nextStep(session, run, look), signal);
    } catch (error) {
      if (!isProblem(error, "stale-write")) throw error;
      return 0; // Someone else wrote first: look again.
    }
  }

  async #act(session: Session, step: Step, signal: AbortSignal): Promise<number | undefined> {
    const { project, name } = session.metadata;
    switch (step.kind) {
      case "nothing":
        if (isFinished(session)) await this.#journal.close(session);
        return undefined;
      case "wait":
        return step.ms;
      case "stop":
        await this.#deps.launcher.stop({ project, name });
        return SAFETY_MS;
      case "launch":
        return this.#launch(session, step.attempt, signal);
      case "set-status":
        return this.#write(session, step.status);
    }
  }

  async #launch(session: Session, attempt: number, signal: AbortSignal): Promise<number> {
    const { project, name } = session.metadata;
    try {
      await this.#deps.launcher.launch({ project, name, attempt }, signal);
      this.#deps.log.info({ session: name, project, attempt }, "launched a run");
      return 0;
    } catch (error) {
      const now = this.#deps.now();
      const triedMs = now.getTime() - Date.parse(session.status.startTime ?? session.metadata.createdAt);
      const isHopeless = isProblem(error) ? !error.kind.retryable : triedMs > LAUNCH_PATIENCE_MS;
      if (signal.aborted || !isHopeless) throw error;
      this.#deps.log.error({ session: name, project, err: error }, "could not start a run");
      const failed = launchFailed(session, now, error instanceof Error ? error.message : "unknown");
      return this.#write(session, failed.status);
    }
  }

  async #write(session: Session, status: SessionStatus): Promise<number> {
    const written = await this.#deps.sessions.update({ ...session, status });
    this.#slots.set(written);
    this.#wakeNext();
    const { project, name } = written.metadata;
    this.#deps.log.info(
      { session: name, project, phase: status.phase, reason: status.reason },
      "a session changed phase",
    );
    await this.#journal.tell(written);
    return 0;
  }

  /** A session that is deleted takes its run along. */
  async #abandon(key: ObjectKey, run: Run | undefined): Promise<number | undefined> {
    this.#slots.remove(key);
    this.#wakeNext();
    if (run?.kind !== "running") return undefined;
    await this.#deps.launcher.stop(key);
    return SAFETY_MS;
  }

  /** A run is Running from its first event on, so while one is Creating its transcript wakes us. */
  #listen(key: ObjectKey, session: Session): void {
    const text = keyText(key);
    const isWanted = session.status.phase === "Creating";
    if (isWanted && !this.#listening.has(text)) {
      this.#listening.set(
        text,
        this.#deps.events.onAppend(key, () => this.#queue.add(key)),
      );
    } else if (!isWanted) {
      this.#listening.get(text)?.();
      this.#listening.delete(text);
    }
  }
}
