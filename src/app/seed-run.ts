import pLimit from "p-limit";
import type { Operation, SeedResult } from "#domain/operation.ts";
import { isProblem, Problem } from "#domain/problem.ts";
import type { Rfe } from "#domain/rfe.ts";
import type { Kit } from "#domain/seed-kit.ts";
import { type SeedPlan, seedConflict } from "#domain/seed-plan.ts";
import type { Prepared, Sha } from "#ports/git-repository.ts";
import { loadRfe } from "./rfes.ts";
import { prepareSeed, type SeedFiles, sourceAccess } from "./seed-change.ts";
import type { SeedDeps } from "./seed-deps.ts";
import { preflight, preflightProblem, type ReadyRepo } from "./seed-preflight.ts";
import { SeedCancelled, SeedProgress } from "./seed-progress.ts";

/** How often the commit is made anew because someone pushed to the branch meanwhile. */
const MAX_ROUNDS = 4;
const AT_A_TIME = 8;

interface Seeding {
  deps: SeedDeps;
  rfe: Rfe;
  files: SeedFiles;
  spec: ReadyRepo;
  progress: SeedProgress;
  signal: AbortSignal;
}

interface Ready {
  prepared: Prepared;
  plan: SeedPlan;
}

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
    return await progress.fail(isProblem(error) ? error : new Problem("internal", { cause: error }));
  }
}

async function seed(
  deps: SeedDeps,
  operation: Operation,
  progress: SeedProgress,
  signal: AbortSignal,
): Promise<SeedResult> {
  const rfe = await loadRfe(deps, operation.metadata.project, operation.spec.workflow);
  progress.start("preflight", "spec-kit", "agents");
  const [repos, files] = await Promise.all([
    checkAll(deps, rfe, progress, signal),
    // Where a repository has a fault, that is what to say, and it is not known yet.
    loadFiles(deps, rfe, operation, progress, signal).catch((error: unknown) => ({ error })),
  ]);
  if ("error" in files) throw files.error;
  const [spec, ...supporting] = repos;
  if (spec === undefined) throw new Error("a workflow has at least its spec repository");
  const seeding = { deps, rfe, files, spec, progress, signal };
  const ready = await prepare(seeding);
  await progress.commit();
  await createSupporting(seeding, supporting);
  const { sha, plan, isPushed } = await pushSpec(seeding, ready);
  await markReady(deps, rfe);
  return resultOf(seeding, plan, sha, isPushed);
}

async function checkAll(deps: SeedDeps, rfe: Rfe, progress: SeedProgress, signal: AbortSignal): Promise<ReadyRepo[]> {
  const { repos, faults } = await preflight(deps, rfe, signal);
  const problem = preflightProblem(faults);
  if (problem) throw problem;
  const count = repos.length === 1 ? "1 repository" : `${repos.length} repositories`;
  progress.finish("preflight", "done", `${count} can be read and pushed to.`);
  return repos;
}

/** Both sources at once, each with a step of its own. */
async function loadFiles(
  deps: SeedDeps,
  rfe: Rfe,
  { spec }: Operation,
  progress: SeedProgress,
  signal: AbortSignal,
): Promise<SeedFiles> {
  const access = sourceAccess(deps, rfe);
  const load = async (step: "spec-kit" | "agents", loading: Promise<Kit>): Promise<Kit> => {
    try {
      const kit = await loading;
      const { source, version } = kit.record;
      progress.finish(step, "done", `${kit.files.length} files from ${source} ${version}.`);
      return kit;
    } catch (error) {
      if (isProblem(error)) progress.finish(step, "failed", error.message);
      throw error;
    }
  };
  const [kit, agents] = await Promise.all([
    load("spec-kit", deps.content.specKit(spec.request, access, signal)),
    load("agents", deps.content.agents(spec.request, access, signal)),
  ]);
  return { kit, agents };
}

/** Everything that can fail without a trace: reads the branch, plans, and makes the commit here. */
async function prepare({ deps, rfe, files, spec, progress, signal }: Seeding): Promise<Ready> {
  progress.start("clone");
  const plans: SeedPlan[] = [];
  const onPlan = (plan: SeedPlan, reader: { commit: Sha }) => {
    progress.finish("clone", "done", `Read ${spec.url} at ${reader.commit.slice(0, 12)}.`);
    if (plan.conflicts.length > 0) throw seedConflict(plan.conflicts);
    plans.push(plan);
  };
  const prepared = await prepareSeed(deps, rfe, files, spec, onPlan, signal);
  const plan = plans.at(-1);
  if (plan === undefined) throw new Error("a change was prepared without its plan");
  const { branchName, umbrellaRepo } = rfe.spec;
  const exists = prepared.tip !== undefined;
  progress.foundBranch(exists);
  progress.finish(
    "branch",
    "done",
    exists ? `${branchName} exists and will be modified.` : `${branchName} will start from ${umbrellaRepo.branch}.`,
  );
  const hasDirectory = plan.added.some((path) => path.startsWith("specs/"));
  progress.finish(
    "specs-dir",
    hasDirectory ? "done" : "skipped",
    `specs/${branchName}${hasDirectory ? "" : " exists"}`,
  );
  return { prepared, plan };
}

/** Create-only, at the commits of their base branches; a branch that exists is used as it is. */
async function createSupporting({ deps, rfe, progress, signal }: Seeding, repos: readonly ReadyRepo[]): Promise<void> {
  if (repos.length === 0) return progress.finish("supporting-repos", "skipped", "There are none.");
  progress.start("supporting-repos");
  const limit = pLimit(AT_A_TIME);
  const branch = rfe.spec.branchName;
  const outcomes = await Promise.allSettled(
    repos.map((repo) => limit(() => (repo.branchExists ? "already" : createBranch(deps, repo, branch, signal)))),
  );
  const created = outcomes.filter((one) => one.status === "fulfilled" && one.value === "pushed").length;
  const refused = outcomes.flatMap((one, index) => (one.status === "rejected" ? [{ index, reason: one.reason }] : []));
  const [first] = refused;
  if (first === undefined)
    return progress.finish(
      "supporting-repos",
      "done",
      `Created in ${created}, already there in ${repos.length - created}.`,
    );
  if (refused.some(({ reason }) => !isProblem(reason))) throw first.reason;
  const faults = refused.flatMap(({ index, reason }) =>
    isProblem(reason) ? [{ pointer: `/supportingRepos/${index}`, problem: reason }] : [],
  );
  throw preflightProblem(faults) ?? first.reason;
}

const createBranch = async (deps: SeedDeps, { remote, base }: ReadyRepo, branch: string, signal: AbortSignal) =>
  (await deps.git.createBranch(remote, branch, base, signal)).kind;

/** The commit point. When someone else pushed meanwhile, starts from what they pushed. */
async function pushSpec(seeding: Seeding, first: Ready): Promise<{ sha: Sha; plan: SeedPlan; isPushed: boolean }> {
  const { rfe, spec, progress, signal } = seeding;
  progress.start("commit-push");
  for (let ready = first, round = 1; round <= MAX_ROUNDS; round += 1) {
    const { kind, sha } = await ready.prepared.push(signal);
    if (kind !== "moved") {
      const isPushed = ready.prepared.next !== ready.prepared.tip;
      progress.finish(
        "commit-push",
        isPushed ? "done" : "skipped",
        isPushed ? `Pushed ${sha.slice(0, 12)}.` : "Nothing to change.",
      );
      return { sha, plan: ready.plan, isPushed };
    }
    ready = await prepare(seeding);
  }
  throw new Problem("branch-moved", {
    sentence: `${rfe.spec.branchName} in ${spec.url} was pushed to by others each time seeding tried.`,
  });
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

function resultOf({ rfe, progress }: Seeding, plan: SeedPlan, commitSha: Sha, isPushed: boolean): SeedResult {
  const { branchName } = rfe.spec;
  const branchExisted = progress.branchExisted ?? false;
  const note = ` Note: Branch '${branchName}' already existed and will be modified by this RFE.`;
  return {
    status: "completed",
    message: `Repository seeded successfully${branchExisted ? `.${note}` : ""}`,
    branchName,
    branchExisted,
    commitSha,
    upToDate: !isPushed,
    added: plan.added,
    replaced: plan.replaced,
    kept: plan.kept,
    warnings: [
      ...plan.warnings,
      ...plan.removed.map((path) => `${path} is no longer part of the kit and was removed.`),
    ],
  };
}
