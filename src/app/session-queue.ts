import type { Session } from "#domain/session.ts";
import { isFinished } from "#domain/session.ts";
import type { SessionStore } from "#ports/object-store.ts";
import type { SeenSession } from "./session-view.ts";

/** A place in the queue may be this old: many pollers then share one look at the store. */
const FRESH_MS = 500;

interface Look {
  at: number;
  waiting: Promise<{ positions: Map<string, number>; active: number }>;
}

/** Where each Pending session stands: oldest first, over all projects. */
export class SessionQueue {
  readonly #sessions: Pick<SessionStore, "list">;
  readonly #maxSessions: number;
  readonly #now: () => Date;
  #look: Look | undefined;

  constructor(sessions: Pick<SessionStore, "list">, maxSessions: number, now: () => Date) {
    this.#sessions = sessions;
    this.#maxSessions = maxSessions;
    this.#now = now;
  }

  async place(session: Session): Promise<SeenSession["queue"]> {
    if (session.status.phase !== "Pending") return undefined;
    const { positions, active } = await this.#current(session.metadata.uid);
    const position = positions.get(session.metadata.uid);
    return position === undefined ? undefined : { position, isFull: active >= this.#maxSessions };
  }

  async #current(uid: string): Promise<{ positions: Map<string, number>; active: number }> {
    const now = this.#now().getTime();
    if (this.#look !== undefined && now - this.#look.at < FRESH_MS) {
      const known = await this.#look.waiting;
      if (known.positions.has(uid)) return known;
    }
    const look = { at: now, waiting: this.#read() };
    this.#look = look;
    return look.waiting;
  }

  async #read(): Promise<{ positions: Map<string, number>; active: number }> {
    const open = (await this.#sessions.list()).items.filter((session) => !isFinished(session)).reverse();
    const pending = open.filter((session) => session.status.phase === "Pending");
    const positions = new Map(pending.map((session, i) => [session.metadata.uid, i + 1]));
    return { positions, active: open.length - pending.length };
  }
}
