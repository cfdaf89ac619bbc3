import { keyText, type ObjectKey } from "#domain/object-meta.ts";
import type { SessionEvent } from "#domain/session-event.ts";
import type { EventLog } from "#ports/event-log.ts";
import { encodeEvent, type Frame, type FrameSource } from "./event-frame.ts";

const PAGE = 500;
const MAX_FRAMES = 2_000;
const MAX_BYTES = 4 * 1024 * 1024;

const frameOf = (event: SessionEvent): Frame => ({
  position: event.seq,
  bytes: encodeEvent({ id: String(event.seq), type: event.type, data: event }),
  isLast: event.type === "log.end",
});

/** The live end of one session's log: read once and encoded once for all who follow it. */
class SessionHub implements FrameSource {
  readonly #log: EventLog;
  readonly #key: ObjectKey;
  readonly #onIdle: () => void;
  readonly #listeners = new Set<() => void>();
  readonly #unsubscribe: () => void;
  #frames: Frame[] = [];
  #bytes = 0;
  #head: number;
  #isReading = false;
  #isDirty = false;

  constructor(log: EventLog, key: ObjectKey, after: number, onIdle: () => void) {
    this.#log = log;
    this.#key = key;
    this.#head = after;
    this.#onIdle = onIdle;
    this.#unsubscribe = log.onAppend(key, () => this.#read());
    this.#read();
  }

  async after(position: number): Promise<readonly Frame[]> {
    const start = this.#head - this.#frames.length;
    if (position >= start) return this.#frames.slice(position - start, position - start + PAGE);
    const { events } = await this.#log.read(this.#key, position, PAGE);
    return events.map(frameOf);
  }

  onMore(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#unsubscribe();
      this.#onIdle();
    };
  }

  #read(): void {
    this.#isDirty = true;
    if (this.#isReading) return;
    this.#isReading = true;
    // A log that cannot be read now is read at the next append; the streams stay where they are.
    this.#readAll().catch(() => {
      this.#isReading = false;
    });
  }

  async #readAll(): Promise<void> {
    while (this.#isDirty) {
      this.#isDirty = false;
      const { events } = await this.#log.read(this.#key, this.#head, PAGE);
      if (events.length > 0) this.#take(events.map(frameOf));
      if (events.length === PAGE) this.#isDirty = true;
    }
    this.#isReading = false;
  }

  #take(frames: Frame[]): void {
    this.#frames.push(...frames);
    this.#head = frames.at(-1)?.position ?? this.#head;
    this.#bytes += frames.reduce((sum, { bytes }) => sum + bytes.length, 0);
    while (this.#frames.length > MAX_FRAMES || (this.#bytes > MAX_BYTES && this.#frames.length > 1))
      this.#bytes -= this.#frames.shift()?.bytes.length ?? 0;
    for (const listener of this.#listeners) listener();
  }
}

/** One hub for each session that somebody follows. */
export class SessionHubs {
  readonly #log: EventLog;
  readonly #hubs = new Map<string, SessionHub>();

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** Subscribe to what this returns at once: a hub that nobody follows goes away. */
  open(key: ObjectKey, after: number): FrameSource {
    const id = keyText(key);
    const known = this.#hubs.get(id);
    if (known !== undefined) return known;
    const hub = new SessionHub(this.#log, key, after, () => {
      if (this.#hubs.get(id) === hub) this.#hubs.delete(id);
    });
    this.#hubs.set(id, hub);
    return hub;
  }
}
