import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { connection } from "./connection.ts";

const FIRST_MS = 5_000;
const LAST_MS = 30_000;

/** Asks again what is on the screen, ever less often, while there is no live stream; also what has no answer yet. */
export class PollingFallback {
  readonly #queries: QueryClient;
  readonly #prefixes: readonly QueryKey[];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(queries: QueryClient, prefixes: readonly QueryKey[]) {
    this.#queries = queries;
    this.#prefixes = prefixes;
  }

  start(): void {
    if (this.#timer === undefined) this.#next(FIRST_MS);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #next(delayMs: number): void {
    const timer = setTimeout(async () => {
      await this.#ask();
      if (this.#timer === timer) this.#next(Math.min(delayMs * 1.5, LAST_MS));
    }, delayMs);
    this.#timer = timer;
  }

  async #ask(): Promise<void> {
    if (!navigator.onLine) return;
    const askedAt = Date.now();
    const asks = this.#prefixes.map((queryKey) => this.#queries.refetchQueries({ queryKey, type: "active" }));
    await Promise.allSettled(asks);
    const answers = this.#prefixes.flatMap((queryKey) =>
      this.#queries.getQueryCache().findAll({ queryKey, type: "active" }),
    );
    if (answers.some(({ state }) => state.dataUpdatedAt >= askedAt)) connection.heard();
  }
}
