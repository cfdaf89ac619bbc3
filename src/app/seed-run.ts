import type { Operation, SeedResult } from "#domain/operation.ts";
import { isProblem, Problem } from "#domain/problem.ts";
import type { Rfe } from "#domain/rfe.ts";
import { loadRfe } from "./rfes.ts";
import type { SeedDeps } from "./seed-deps.ts";
import { prepareEverything, type Seeding } from "./seed-prepare.ts";
import { SeedCancelled, SeedProgress } from "./seed-progress.ts";
import { namingLeftovers, type Pushed, pushEverything } from "./seed-push.ts";

/**
 * Runs a seeding to its end, always from its first step: everything that was done before is found done. The spec
 * branch is pushed last, so it is never visible without its supporting branches. When the signal aborts, the operation
 * stays as it is, to be run again.
 */
export async function runSeed(deps: SeedDeps, operation: Operation, signal: AbortSignal): Promise<Operation> {
  const progress = new SeedProgress(deps.stores.operations, operation, deps.now);
  try {
    if (operation.spec.cancel && operation.status.cancellable) throw new SeedCancelled("cancelled");
    return await progress.succeed(await seed(deps, operation, progress, signal));
  } catch (error) {
    const cause: unknown = signal.aborted ? signal.reason : error;
    if (cause instanceof SeedCancelled) return await progress.cancel();
    signal.throwIfAborted();
    // Without room to write, nothing can be said either: the next try will.
    if (isProblem(error, "disk-full")) throw error;
    if (!isProblem(error)) deps.log.error({ operation: operation.metadata.name, err: error }, "a seeding broke");
    const problem = isProblem(error) ? error : new Problem("internal", { cause: error });
    return await progress.fail(namingLeftovers(problem, progress.refs));
  }
}

async function seed(
  deps: SeedDeps,
  operation: Operation,
  progress: SeedProgress,
  signal: AbortSignal,
): Promise<SeedResult> {
  const rfe = await loadRfe(deps, operation.metadata.project, operation.spec.workflow);
  const seeding = { deps, rfe, request: operation.spec.request, progress, signal };
  const pushed = await pushEverything(seeding, await prepareEverything(seeding));
  await markReady(deps, rfe);
  return resultOf(seeding, pushed);
}

/** For display only. A workflow that was deleted meanwhile needs none. */
async function markReady(deps: SeedDeps, { metadata }: Rfe): Promise<void> {
  for (;;) {
    const rfe = await deps.stores.rfes.get({ project: metadata.project, name: metadata.name });
    if (rfe === undefined || rfe.status.phase === "Ready") return;
    try {
      await deps.stores.rfes.update({ ...rfe, status: { phase: "Ready", message: "" } });
      return;
    } catch (error) {
      if (!isProblem(error, "stale-write")) throw error;
    }
  }
}

function resultOf({ rfe, progress }: Seeding, { plan, sha, isPushed }: Pushed): SeedResult {
  const { branchName } = rfe.spec;
  const branchExisted = progress.branchExisted ?? false;
  const note = ` Note: Branch '${branchName}' already existed and will be modified by this RFE.`;
  return {
    status: "completed",
    message: `Repository seeded successfully${branchExisted ? `.${note}` : ""}`,
    branchName,
    branchExisted,
    commitSha: sha,
    upToDate: !isPushed,
    added: plan.added,
    replaced: plan.replaced,
    kept: plan.kept,
    removed: plan.removed,
    warnings: plan.warnings,
  };
}
