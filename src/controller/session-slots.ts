import { keyText, type ObjectKey } from "#domain/object-meta.ts";
import { isFinished, type Session } from "#domain/session.ts";

interface Place {
  key: ObjectKey;
  isWaiting: boolean;
  /** Oldest first; the name decides between sessions of the same instant. */
  order: string;
}

/** Who runs and who waits: at most so many sessions at a time, the oldest first. */
export class SessionSlots {
  readonly #max: number;
  readonly #places = new Map<string, Place>();

  constructor(max: number) {
    this.#max = max;
  }

  set(session: Session): void {
    const { project, name, createdAt } = session.metadata;
    const key = { project, name };
    const isWaiting = session.status.phase === "Pending";
    // One that was asked to stop while it waited needs no slot to say so.
    if (isFinished(session) || (isWaiting && session.spec.stop)) this.#places.delete(keyText(key));
    else this.#places.set(keyText(key), { key, isWaiting, order: `${createdAt} ${keyText(key)}` });
  }

  remove(key: ObjectKey): void {
    this.#places.delete(keyText(key));
  }

  /** Starts over from everything there is. */
  reset(sessions: readonly Session[]): void {
    this.#places.clear();
    for (const session of sessions) this.set(session);
  }

  /** The waiting sessions that may start now, oldest first. */
  next(): ObjectKey[] {
    const places = [...this.#places.values()];
    const waiting = places.filter((place) => place.isWaiting);
    const free = this.#max - (places.length - waiting.length);
    if (free <= 0 || waiting.length === 0) return [];
    return waiting
      .sort((a, b) => (a.order < b.order ? -1 : 1))
      .slice(0, free)
      .map((place) => place.key);
  }

  hasSlot(key: ObjectKey): boolean {
    return this.next().some((one) => keyText(one) === keyText(key));
  }
}
