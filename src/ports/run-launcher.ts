import type { ObjectKey } from "#domain/object-meta.ts";
import type { Run, RunKey } from "#domain/run.ts";

/** Where a run executes: a child process or a Kubernetes Job. */
export interface RunLauncher {
  /** Idempotent: launching the same attempt twice leaves one run. Error: anything that kept it from starting. */
  launch(key: RunKey, signal: AbortSignal): Promise<void>;
  /** What is known of the latest attempt; undefined = none was ever launched, or it was forgotten. */
  observe(key: ObjectKey): Promise<Run | undefined>;
  /** Asks the run to end, then makes it: returns at once; `onChange` tells when it is gone. Idempotent. Kills descendants too. */
  stop(key: ObjectKey): Promise<void>;
  /** Removes what is kept of a run that has ended: its workspace and its record. Idempotent. */
  forget(key: ObjectKey): Promise<void>;
  /** Also calls back for runs that are found again after a restart. Returns the way to unsubscribe. */
  onChange(listener: (key: ObjectKey) => void): () => void;
}
