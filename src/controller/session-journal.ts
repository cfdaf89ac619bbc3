import type { ObjectKey } from "#domain/object-meta.ts";
import { isFinished, type Session } from "#domain/session.ts";
import type { EventLog } from "#ports/event-log.ts";

const PAGE = 200;
const END = Number.MAX_SAFE_INTEGER;

/** What the controller writes into and reads from the transcripts. */
export class SessionJournal {
  readonly #events: EventLog;

  constructor(events: EventLog) {
    this.#events = events;
  }

  /** Tells of the phase a session is in now; after a terminal one nothing follows. */
  async tell(session: Session): Promise<void> {
    const { phase, reason, message, attempt } = session.status;
    const payload = { phase, ...(reason && { reason }), ...(message !== "" && { message }) };
    await this.#events.append(session.metadata, attempt, { type: "status", payload });
    if (isFinished(session)) await this.#events.append(session.metadata, attempt, { type: "log.end", payload: {} });
  }

  /** Repairs the end of the transcript of a finished session after a crash between its last write and its last event. */
  async close(session: Session): Promise<void> {
    const { lastSeq } = await this.#events.read(session.metadata, END, 1);
    const [last] = lastSeq === 0 ? [] : (await this.#events.read(session.metadata, lastSeq - 1, 1)).events;
    if (last?.type === "log.end") return;
    if (last?.type !== "status" || last.payload.phase !== session.status.phase) return this.tell(session);
    await this.#events.append(session.metadata, session.status.attempt, { type: "log.end", payload: {} });
  }

  /** Whether the run of this attempt has sent anything; what the server itself wrote does not count. */
  async hasSpoken(key: ObjectKey, attempt: number): Promise<boolean> {
    for (let after = 0; ; ) {
      const { events, lastSeq } = await this.#events.read(key, after, PAGE);
      if (events.some((one) => one.attempt === attempt && one.type !== "status" && one.type !== "log.end")) return true;
      after = events.at(-1)?.seq ?? lastSeq;
      if (after >= lastSeq) return false;
    }
  }
}
