import pRetry from "p-retry";
import { isProblem } from "#domain/problem.ts";
import type { Patience } from "#ports/git-workspace.ts";

/** What a host does that is restarting; anything else it says is its answer. */
export const isAway = (error: unknown): boolean => isProblem(error, "git-host-unreachable", "git-timeout");

/** Repeats an exchange while its host is away. It must be one that may be repeated, whatever became of it. */
export async function patiently<T>(
  exchange: () => Promise<T>,
  patience: Patience | undefined,
  now: () => number,
  signal: AbortSignal,
): Promise<T> {
  let awaySince: number | undefined;
  const tellBack = (): void => {
    if (awaySince !== undefined) patience?.tell("back");
  };
  const result = await pRetry(exchange, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 200,
    maxTimeout: 5_000,
    randomize: true,
    signal,
    shouldRetry({ error }) {
      if (patience === undefined) return false;
      if (!isAway(error)) {
        // What it refuses or has not, it has looked at.
        if (isProblem(error)) tellBack();
        return false;
      }
      if (awaySince === undefined) patience.tell("away");
      awaySince ??= now();
      return now() - awaySince < patience.withinMs;
    },
  });
  tellBack();
  return result;
}
