import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import { isProblem } from "#domain/problem.ts";
import { type Secret, scrubber } from "#domain/secret.ts";
import { RunEvent, SessionEventBody } from "#domain/session-event.ts";
import { type EventSpool, openEventSpool } from "./event-spool.ts";
import type { RunClient } from "./run-client.ts";

const FLUSH_MS = 50;
const BATCH_EVENTS = 64;
const BATCH_BYTES = 512_000;

export interface OutboxOptions {
  client: Pick<RunClient, "sendEvents">;
  /** Where events wait; made by us, read by nobody else. */
  file: string;
  now: () => Date;
  log: Logger;
  /** The server takes nothing more from this run. */
  onFenced: () => void;
}

/** What the run has to say, numbered from 1, sent in order until the server has acknowledged it. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #spool: EventSpool;
  readonly #closing = new AbortController();
  #acknowledged = 0;
  #secrets: Secret[] = [];
  #scrub = scrubber([]);
  #wake = Promise.withResolvers<void>();
  #isClosing = false;
  #isDead = false;
  readonly #sending: Promise<void>;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#spool = openEventSpool(options.file, (error) => options.log.warn({ err: error }, "events cannot be spooled"));
    this.#sending = this.#sendAll();
  }

  /** Returns at once. */
  emit(event: SessionEventBody): void {
    const seq = this.#spool.length + 1;
    const known = SessionEventBody.safeParse(event);
    const body = known.success ? known.data : unreadable(event.type);
    // A secret has no business here; this is the last door before it would become public.
    this.#spool.append(this.#scrub(JSON.stringify({ seq, timestamp: this.#options.now().getTime(), ...body })));
    this.#wake.resolve();
  }

  /** From here on the value is removed from every event. */
  protect(secret: Secret): void {
    this.#secrets = [...this.#secrets, secret];
    this.#scrub = scrubber(this.#secrets);
  }

  /** Sends what is left. False when the server did not take everything in time. */
  async close(withinMs: number): Promise<boolean> {
    this.#isClosing = true;
    this.#wake.resolve();
    const timer = setTimeout(() => this.#closing.abort(), withinMs);
    await this.#sending;
    clearTimeout(timer);
    this.#spool.close();
    return this.#acknowledged === this.#spool.length;
  }

  get #waiting(): number {
    return this.#spool.length - this.#acknowledged;
  }

  async #sendAll(): Promise<void> {
    while (!this.#isDead) {
      if (this.#waiting === 0) {
        if (this.#isClosing) return;
        this.#wake = Promise.withResolvers();
        await this.#wake.promise;
        // Events come in bursts: a moment later there is a batch.
        if (!this.#isClosing) await delay(FLUSH_MS);
      }
      if (this.#waiting > 0) await this.#sendBatch();
    }
  }

  async #sendBatch(): Promise<void> {
    const lines = this.#spool.readAfter(this.#acknowledged, BATCH_EVENTS, BATCH_BYTES);
    try {
      const events = lines.map((line) => RunEvent.parse(JSON.parse(line)));
      this.#acknowledged = await this.#options.client.sendEvents(events, this.#closing.signal);
    } catch (error) {
      this.#give(error);
    }
  }

  /** Only what cannot be cured by sending again gets here; an absent server is waited for by the client. */
  #give(error: unknown): void {
    if (isProblem(error, "event-gap")) {
      const { lastSeq } = error.facts;
      const next = typeof lastSeq === "number" ? lastSeq : 0;
      if (next < this.#acknowledged) {
        this.#acknowledged = next;
        return;
      }
    }
    this.#isDead = true;
    if (isProblem(error, "run-fenced", "unauthorized", "session-not-found")) this.#options.onFenced();
    this.#options.log.error({ err: error, unsent: this.#waiting }, "events could not be delivered");
  }
}

const unreadable = (type: string): SessionEventBody => ({
  type: "system.message",
  payload: { level: "warning", text: `An event of type ${type} could not be recorded.` },
});
