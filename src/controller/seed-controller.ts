import type { SeedDeps } from "#app/seed-deps.ts";
import { SeedCancelled } from "#app/seed-progress.ts";
import { runSeed } from "#app/seed-run.ts";
import { keyText, type ObjectKey } from "#domain/object-meta.ts";
import { isOperationOver, type Operation } from "#domain/operation.ts";
import { followObjects } from "./follow-objects.ts";
import { WorkQueue } from "./work-queue.ts";

/** Seedings wait for remotes, not for this machine. */
const AT_A_TIME = 10;

/**
 * Runs every seeding that is not over, those an earlier server left behind included. Resolves when the signal has
 * aborted and none is at work any more; what is unfinished is resumed by the next start.
 */
export async function runSeedController(deps: SeedDeps, signal: AbortSignal): Promise<void> {
  const cancels = new Map<string, AbortController>();
  const work = async ({ project, name }: ObjectKey, queueSignal: AbortSignal): Promise<undefined> => {
    const operation = await deps.stores.operations.get({ project, name });
    if (operation === undefined || isOperationOver(operation)) return;
    const cancel = new AbortController();
    cancels.set(keyText({ project, name }), cancel);
    try {
      const { status } = await runSeed(deps, operation, AbortSignal.any([queueSignal, cancel.signal]));
      deps.log.info({ operation: name, project, state: status.state }, "a seeding ended");
    } finally {
      cancels.delete(keyText({ project, name }));
    }
  };
  const queue = new WorkQueue({ work, concurrency: AT_A_TIME, log: deps.log });
  const see = (operation: Operation) => {
    if (isOperationOver(operation)) return;
    const running = cancels.get(keyText(operation.metadata));
    if (running === undefined) queue.add(operation.metadata);
    else if (operation.spec.cancel && operation.status.cancellable) running.abort(new SeedCancelled("cancelled"));
  };
  const follower = {
    all: (operations: readonly Operation[]) => operations.forEach(see),
    changed: ({ kind, object }: { kind: string; object: Operation }) => {
      if (kind !== "deleted") see(object);
    },
  };
  await followObjects(deps.stores.operations, follower, deps.log, signal);
  await queue.stop();
}
