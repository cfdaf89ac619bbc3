import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { RenderedMarkdown } from "#ports/markdown.ts";

const IDLE_MS = 60_000;

/** One thread that renders one document after the other; it comes when needed and leaves when idle. */
export class RenderThread {
  readonly #limitMs: number;
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** undefined = it took too long. */
  render(source: string): Promise<RenderedMarkdown | undefined> {
    const turn = this.#last.then(() => this.#renderNow(source));
    // The next in line does not care how this one ended.
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #renderNow(source: string): Promise<RenderedMarkdown | undefined> {
    clearTimeout(this.#idle);
    const worker = this.#open();
    const signal = AbortSignal.timeout(this.#limitMs);
    worker.postMessage(source);
    try {
      // `once` also rejects when the thread dies.
      const [rendered] = await once(worker, "message", { signal });
      this.#idle = setTimeout(() => this.#close(), IDLE_MS).unref();
      return rendered as RenderedMarkdown;
    } catch (error) {
      this.#close();
      if (signal.aborted) return undefined;
      throw error;
    }
  }

  #open(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    this.#worker = new Worker(new URL("./render-worker.ts", import.meta.url));
    this.#worker.unref();
    return this.#worker;
  }

  #close(): void {
    void this.#worker?.terminate();
    this.#worker = undefined;
  }
}
