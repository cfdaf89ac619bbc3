import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { ObjectChange, ObjectStore, StoredObject } from "#ports/object-store.ts";

export interface Follower<T> {
  /** Everything there is: what is not among it is gone. */
  all(objects: readonly T[]): void;
  changed(change: ObjectChange<T>): void;
}

const RESTART_MS = 1_000;

/** Lists, then watches from there, until the signal aborts. A watch that breaks starts over with a list. */
export async function followObjects<T extends StoredObject>(
  store: ObjectStore<T>,
  follower: Follower<T>,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const { items, resourceVersion } = await store.list();
      follower.all(items);
      for await (const change of store.watch({ since: resourceVersion }, signal)) follower.changed(change);
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, "the watch broke; starting over");
    }
    if (!signal.aborted) await sleep(RESTART_MS, undefined, { signal }).catch(() => {});
  }
}
