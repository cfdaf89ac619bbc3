import type { ObjectKey } from "./object-meta.ts";

/** One attempt at a session. A later attempt fences the earlier ones. */
export interface RunKey extends ObjectKey {
  attempt: number;
}

/** What a launcher can observe of an attempt; undefined (no Run) means it was never launched. */
export type Run =
  | { kind: "running"; attempt: number }
  /** The runner's container or process ended with exit code 0. */
  | { kind: "succeeded"; attempt: number }
  | { kind: "failed"; attempt: number; exitCode: number }
  /** It is gone and nobody saw how it ended. */
  | { kind: "lost"; attempt: number };
