import type { Logger } from "pino";
import { keyText, type ObjectKey } from "#domain/object-meta.ts";

export interface WorkQueueOptions {
  /** Looks at the world and takes one step. Returns after how many milliseconds to look again, if at all. */
  work: (key: ObjectKey, signal: AbortSignal) => Promise<number | undefined>;
  /** How many keys are worked on at the same time. */
  concurrency: number;
  log: Logger;
  /** For back-off after an error; 0 ≤ random() < 1. */
  random?: () => number;
}

const FIRST_BACKOFF_MS = 100;
const LAST_BACKOFF_MS = 30_000;
// The longest time a timer can hold; a later look is no harm.
const LONGEST_WAIT_MS = 2_147_483_647;

/**
 * Keys to look at. Many adds of a key are one look; a key is never looked at twice at the same time; an add during a
 * look causes another one. An error means looking again, later and later.
 */
export class WorkQueue {
  readonly #options: Required<WorkQueueOptions>;
  readonly #abort = new AbortController();
  readonly #waiting = new Map<string, ObjectKey>();
  readonly #working = new Map<string, { again: boolean }>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #failures = new Map<string, number>();
  #drained = Promise.withResolvers<void>();

  constructor(options: WorkQueueOptions) {
    this.#options = { random: Math.random, ...options };
  }

  /** Asks for a look at this key. After `stop` it is ignored. */
  add(key: ObjectKey): void {
    if (this.#abort.signal.aborted) return;
    const text = keyText(key);
    const working = this.#working.get(text);
    if (working) working.again = true;
    else this.#waiting.set(text, key);
    this.#pump();
  }

  /** Starts nothing more and waits for what is being worked on; its signal is aborted. */
  async stop(): Promise<void> {
    this.#abort.abort();
    this.#waiting.clear();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    if (this.#working.size === 0) this.#drained.resolve();
    await this.#drained.promise;
  }

  #pump(): void {
    for (const [text, key] of this.#waiting) {
      if (this.#working.size >= this.#options.concurrency) return;
      this.#waiting.delete(text);
      void this.#work(text, key);
    }
  }

  async #work(text: string, key: ObjectKey): Promise<void> {
    const state = { again: false };
    this.#working.set(text, state);
    clearTimeout(this.#timers.get(text));
    this.#timers.delete(text);
    const waitMs = await this.#attempt(text, key);
    this.#working.delete(text);
    if (this.#abort.signal.aborted) {
      if (this.#working.size === 0) this.#drained.resolve();
      return;
    }
    if (state.again) this.#waiting.set(text, key);
    else if (waitMs !== undefined) this.#addLater(text, key, waitMs);
    this.#pump();
  }

  async #attempt(text: string, key: ObjectKey): Promise<number | undefined> {
    try {
      const waitMs = await this.#options.work(key, this.#abort.signal);
      this.#failures.delete(text);
      return waitMs;
    } catch (error) {
      const failures = this.#failures.get(text) ?? 0;
      this.#failures.set(text, failures + 1);
      const limit = Math.min(FIRST_BACKOFF_MS * 2 ** failures, LAST_BACKOFF_MS);
      const waitMs = limit / 2 + (limit / 2) * this.#options.random();
      if (!this.#abort.signal.aborted)
        this.#options.log.warn({ key: text, failures, err: error }, "trying again later");
      return waitMs;
    }
  }

  #addLater(text: string, key: ObjectKey, waitMs: number): void {
    const timer = setTimeout(() => this.add(key), Math.min(waitMs, LONGEST_WAIT_MS));
    this.#timers.set(text, timer);
  }
}
