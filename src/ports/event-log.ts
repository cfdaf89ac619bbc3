import type { ObjectKey } from "#domain/object-meta.ts";
import type { RunEvent, SessionEvent, SessionEventBody } from "#domain/session-event.ts";

export interface EventPage {
  events: SessionEvent[];
  /** The highest sequence number in the log, 0 when empty. */
  lastSeq: number;
}

/** The transcript of each session. Sequence numbers are 1..n without gaps; an appended event is durable and never renumbered. */
export interface EventLog {
  /**
   * Appends what a run sent. Events this attempt sent before are ignored, so repeating is harmless.
   * Returns the highest run sequence number now stored. Error: "event-gap" when numbers are missing in between.
   */
  appendRun(key: ObjectKey, attempt: number, events: readonly RunEvent[]): Promise<number>;
  /** Appends one event of the server's own. */
  append(key: ObjectKey, attempt: number, event: SessionEventBody): Promise<SessionEvent>;
  /** Events after a sequence number, oldest first. */
  read(key: ObjectKey, after: number, limit: number): Promise<EventPage>;
  /** Calls back after something was appended to this session; may call once for several. Returns the way to unsubscribe. */
  onAppend(key: ObjectKey, listener: () => void): () => void;
  /** Removes the whole log of a session. */
  delete(key: ObjectKey): Promise<void>;
}
