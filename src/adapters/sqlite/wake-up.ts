/** Wakes whoever waits for a change. */
export class WakeUp {
  readonly #waiting = new Set<() => void>();
  #isScheduled = false;

  /** Several calls in one turn wake once. */
  wake(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      for (const resume of [...this.#waiting]) resume();
    });
  }

  /** Resolves at the next `wake`, or when the signal aborts. */
  async next(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const resume = () => resolve();
    this.#waiting.add(resume);
    signal.addEventListener("abort", resume, { once: true });
    try {
      await promise;
    } finally {
      this.#waiting.delete(resume);
      signal.removeEventListener("abort", resume);
    }
  }
}
