/** How long work that several callers share may take; it belongs to none of them, so none can abort it. */
const SHARED_MS = 60_000;

export const sharedSignal = (): AbortSignal => AbortSignal.timeout(SHARED_MS);

/** Waits for shared work until the caller loses patience; the work goes on for the others. */
export async function waitFor<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(signal.reason);
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}
