import type { ObjectMeta } from "#domain/object-meta.ts";
import { isFinished, type Session, type SessionPhase } from "#domain/session.ts";
import type { SessionStore } from "#ports/object-store.ts";
import type { SeenSession } from "./session-view.ts";

interface OpenSession {
  phase: SessionPhase;
  metadata: Pick<ObjectMeta, "uid" | "project" | "name" | "createdAt">;
}

const byAge = (a: OpenSession, b: OpenSession): number =>
  a.metadata.createdAt.localeCompare(b.metadata.createdAt) || a.metadata.name.localeCompare(b.metadata.name);

/**
 * Which sessions have not ended, and where each Pending one stands: oldest first, over all projects. Read once, then kept
 * up to date by the store's watch, so that a place costs nothing however many sessions have ended.
 */
export class SessionQueue {
  readonly #sessions: Pick<SessionStore, "list" | "watch">;
  readonly #maxSessions: number;
  readonly #signal: AbortSignal;
  readonly #open = new Map<string, OpenSession>();
  #positions: Map<string, number> | undefined;
  #following: Promise<void> | undefined;

  /** The signal ends the watch for good. */
  constructor(sessions: Pick<SessionStore, "list" | "watch">, maxSessions: number, signal: AbortSignal) {
    this.#sessions = sessions;
    this.#maxSessions = maxSessions;
    this.#signal = signal;
  }

  async place({ metadata, status }: Session): Promise<SeenSession["queue"]> {
    if (status.phase !== "Pending") return undefined;
    await this.#follow();
    this.#positions ??= this.#order();
    const position = this.#positions.get(metadata.uid);
    const active = this.#open.size - this.#positions.size;
    return position === undefined ? undefined : { position, isFull: active >= this.#maxSessions };
  }

  /** How many sessions that have not ended are in each phase. */
  async count(phase: SessionPhase): Promise<number> {
    await this.#follow();
    return [...this.#open.values()].filter((session) => session.phase === phase).length;
  }

  /** How many sessions that have not ended each project has; a project without any is not there. */
  async countByProject(): Promise<ReadonlyMap<string, number>> {
    await this.#follow();
    const counts = new Map<string, number>();
    for (const { metadata } of this.#open.values())
      counts.set(metadata.project, (counts.get(metadata.project) ?? 0) + 1);
    return counts;
  }

  #order(): Map<string, number> {
    const pending = [...this.#open.values()].filter(({ phase }) => phase === "Pending").sort(byAge);
    return new Map(pending.map(({ metadata }, i) => [metadata.uid, i + 1]));
  }

  #follow(): Promise<void> {
    this.#following ??= this.#start();
    this.#following.catch(() => {
      this.#following = undefined;
    });
    return this.#following;
  }

  async #start(): Promise<void> {
    const { items, resourceVersion } = await this.#sessions.list();
    this.#open.clear();
    for (const session of items) this.#take(session);
    // A watch that ended is begun anew, with a fresh look, when somebody asks again.
    void this.#watch(resourceVersion).finally(() => {
      this.#following = undefined;
    });
  }

  async #watch(since: string): Promise<void> {
    try {
      for await (const { kind, object } of this.#sessions.watch({ since }, this.#signal))
        this.#take(object, kind === "deleted");
    } catch {
      // Whatever ended it, the next look finds out.
    }
  }

  #take(session: Session, isGone = false): void {
    const { uid, project, name, createdAt } = session.metadata;
    if (isGone || isFinished(session)) this.#open.delete(uid);
    else this.#open.set(uid, { phase: session.status.phase, metadata: { uid, project, name, createdAt } });
    this.#positions = undefined;
  }
}
