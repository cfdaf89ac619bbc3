import * as z from "zod";
import { keyText, type ObjectKey } from "#domain/object-meta.ts";
import { Problem } from "#domain/problem.ts";
import { type RunEvent, type SessionEvent, SessionEventBody } from "#domain/session-event.ts";
import type { EventLog, EventPage } from "#ports/event-log.ts";
import type { Database } from "./database.ts";

const LogRow = z.object({ id: z.int(), last_seq: z.int() });
type LogRow = z.infer<typeof LogRow>;
const RunRow = z.object({ last_run_seq: z.int() });
const EventRow = z.object({ seq: z.int(), attempt: z.int(), timestamp: z.int(), body: z.string() });

/** Transcripts as rows, numbered per session. */
export class SqliteEventLog implements EventLog {
  readonly #database: Database;
  readonly #now: () => Date;
  readonly #listeners = new Map<string, Set<() => void>>();

  constructor(database: Database, now: () => Date) {
    this.#database = database;
    this.#now = now;
  }

  async appendRun(key: ObjectKey, attempt: number, events: readonly RunEvent[]): Promise<number> {
    const { lastSeq, isNew } = await this.#database.write(() => this.#insertRun(key, attempt, events));
    if (isNew) this.#notify(key);
    return lastSeq;
  }

  async append(key: ObjectKey, attempt: number, event: SessionEventBody): Promise<SessionEvent> {
    const timestamp = this.#now().getTime();
    const seq = await this.#database.write(() => {
      const log = this.#open(key);
      return this.#insert(log, attempt, [{ ...event, timestamp }]);
    });
    this.#notify(key);
    return { seq, sessionId: key.name, attempt, timestamp, ...event };
  }

  async read(key: ObjectKey, after: number, limit: number): Promise<EventPage> {
    const log = this.#find(key);
    if (log === undefined) return { events: [], lastSeq: 0 };
    const sql = "SELECT seq, attempt, timestamp, body FROM event WHERE log = ? AND seq > ? ORDER BY seq LIMIT ?";
    const events = this.#database
      .all(EventRow, sql, log.id, after, limit)
      .map(({ body, ...row }) => ({ ...row, sessionId: key.name, ...SessionEventBody.parse(JSON.parse(body)) }));
    return { events, lastSeq: log.last_seq };
  }

  onAppend(key: ObjectKey, listener: () => void): () => void {
    const id = keyText(key);
    const listeners = this.#listeners.get(id) ?? new Set();
    // A function of its own, so that subscribing one listener twice makes two subscriptions.
    const subscription = () => listener();
    this.#listeners.set(id, listeners.add(subscription));
    return () => {
      listeners.delete(subscription);
      if (listeners.size === 0 && this.#listeners.get(id) === listeners) this.#listeners.delete(id);
    };
  }

  async delete(key: ObjectKey): Promise<void> {
    const sql = "DELETE FROM event_log WHERE project = ? AND session = ?";
    await this.#database.write(() => this.#database.run(sql, key.project, key.name));
  }

  #insertRun(key: ObjectKey, attempt: number, events: readonly RunEvent[]): { lastSeq: number; isNew: boolean } {
    const log = this.#open(key);
    const sql = "SELECT last_run_seq FROM event_run WHERE log = ? AND attempt = ?";
    const stored = this.#database.get(RunRow, sql, log.id, attempt)?.last_run_seq ?? 0;
    const { fresh, lastSeq } = continueAfter(stored, events, key);
    if (fresh.length === 0) return { lastSeq, isNew: false };
    this.#insert(log, attempt, fresh);
    const upsert = `INSERT INTO event_run (log, attempt, last_run_seq) VALUES (?, ?, ?)
      ON CONFLICT (log, attempt) DO UPDATE SET last_run_seq = excluded.last_run_seq`;
    this.#database.run(upsert, log.id, attempt, lastSeq);
    return { lastSeq, isNew: true };
  }

  /** Returns the sequence number of the last one. */
  #insert(log: LogRow, attempt: number, events: readonly (SessionEventBody & { timestamp: number })[]): number {
    let seq = log.last_seq;
    for (const { type, payload, timestamp } of events) {
      seq += 1;
      const sql = "INSERT INTO event (log, seq, attempt, timestamp, body) VALUES (?, ?, ?, ?, ?)";
      this.#database.run(sql, log.id, seq, attempt, timestamp, JSON.stringify({ type, payload }));
    }
    this.#database.run("UPDATE event_log SET last_seq = ? WHERE id = ?", seq, log.id);
    return seq;
  }

  #find(key: ObjectKey): LogRow | undefined {
    const sql = "SELECT id, last_seq FROM event_log WHERE project = ? AND session = ?";
    return this.#database.get(LogRow, sql, key.project, key.name);
  }

  #open(key: ObjectKey): LogRow {
    const sql = "INSERT INTO event_log (project, session, last_seq) VALUES (?, ?, 0) RETURNING id, last_seq";
    return this.#find(key) ?? this.#database.one(LogRow, sql, key.project, key.name);
  }

  #notify(key: ObjectKey): void {
    for (const listener of [...(this.#listeners.get(keyText(key)) ?? [])]) listener();
  }
}

/** The events that follow what is stored, without those seen before. */
function continueAfter(stored: number, events: readonly RunEvent[], key: ObjectKey) {
  let lastSeq = stored;
  const fresh: RunEvent[] = [];
  for (const event of events.toSorted((a, b) => a.seq - b.seq)) {
    if (event.seq <= lastSeq) continue;
    if (event.seq > lastSeq + 1) {
      throw new Problem("event-gap", {
        sentence: `Session ${key.name} has this run's events up to ${stored}, but event ${lastSeq + 1} is missing before ${event.seq}.`,
        facts: { lastSeq: stored },
      });
    }
    fresh.push(event);
    lastSeq = event.seq;
  }
  return { fresh, lastSeq };
}
