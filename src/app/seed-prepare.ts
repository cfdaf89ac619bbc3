import { isProblem, type Problem } from "#domain/problem.ts";
import type { Rfe } from "#domain/rfe.ts";
import { repositoriesOf } from "#domain/rfe.ts";
import { type SeedPlan, seedConflict } from "#domain/seed-plan.ts";
import type { Prepared, TreeReader } from "#ports/git-repository.ts";
import { prepareSeed, type SeedFiles } from "./seed-change.ts";
import type { SeedDeps } from "./seed-deps.ts";
import { faultsProblem, preflight, type ReadyRepo, type SeedFault } from "./seed-preflight.ts";
import type { SeedProgress } from "./seed-progress.ts";
import { loadSources, type OnSource, SourcesUnusable } from "./seed-sources.ts";

/** A seeding under way: what it works on, and where it tells how it goes. */
export interface Seeding {
  deps: SeedDeps;
  rfe: Rfe;
  request: Parameters<typeof loadSources>[2];
  progress: SeedProgress;
  signal: AbortSignal;
}

/** The commit to push, and the plan it was made from. */
export interface ReadySpec {
  prepared: Prepared;
  plan: SeedPlan;
}

export interface Everything {
  /** In the order of the RFE; the spec repository is not among them. */
  supporting: ReadyRepo[];
  spec: ReadySpec;
  files: SeedFiles;
}

/** How long the spec repository may still be read once it is known that nothing will be seeded: for its problems only. */
const LAST_LOOK_MS = 3_000;

/** Everything that can fail without a trace, all of it at the same time. Throws one problem that names all faults. */
export async function prepareEverything(seeding: Seeding): Promise<Everything> {
  const { deps, rfe, request, progress, signal } = seeding;
  progress.start("preflight", "clone", "spec-kit", "agents");
  const faults: SeedFault[] = [];
  const lastLook = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const giveUp = (): void => {
    timer ??= setTimeout(() => lastLook.abort(), LAST_LOOK_MS);
  };
  const onSource: OnSource = (step, outcome) => {
    tellSource(progress, step, outcome);
    if ("fault" in outcome) faults.push(outcome.fault);
  };
  const looking = lookAtAll(seeding, giveUp);
  const coming = loadSources(deps, rfe, request, onSource, signal);
  const reading = prepareSpec(seeding, coming, AbortSignal.any([signal, lastLook.signal]));
  try {
    const [looked, loaded, read] = await Promise.allSettled([looking, coming, reading]);
    if (looked.status === "rejected") throw looked.reason;
    if (loaded.status === "rejected" && !(loaded.reason instanceof SourcesUnusable)) throw loaded.reason;
    const [spec, ...supporting] = looked.value.repos;
    faults.unshift(...looked.value.faults);
    if (read.status === "rejected") faults.push(...specFaults(faults, read.reason));
    const problem = faultsProblem(faults);
    if (problem !== undefined) throw problem;
    if (read.status === "rejected") throw read.reason;
    if (loaded.status === "rejected") throw loaded.reason;
    if (spec === undefined) throw new Error("a workflow has at least its spec repository");
    return { supporting, spec: read.value, files: loaded.value };
  } finally {
    clearTimeout(timer);
  }
}

/** What reading the spec repository adds to the faults that are known: nothing, when they are why it could not be read. */
function specFaults(known: readonly SeedFault[], reason: unknown): SeedFault[] {
  if (!isProblem(reason)) return [];
  const isTold = known.some(({ pointer, problem }) => pointer === "/umbrellaRepo" && problem.code === reason.code);
  return isTold ? [] : [{ pointer: "/umbrellaRepo", problem: reason }];
}

async function lookAtAll({ deps, rfe, progress, signal }: Seeding, onFault: () => void) {
  // Named before they answer, so that they stand in the workflow's order, whichever is faster.
  for (const { url } of repositoriesOf(rfe.spec)) progress.repo("preflight", url, "running", "Looking.");
  const looked = await preflight(deps, rfe, signal, (url, { ready, problems }) => {
    const base = ready?.base.slice(0, 12);
    const detail =
      problems.map((problem: Problem) => problem.message).join(" ") || `Starts from ${base}; may be pushed to.`;
    progress.repo("preflight", url, ready === undefined ? "failed" : "done", detail);
    if (ready === undefined) onFault();
  });
  const { repos, faults } = looked;
  const count = repos.length === 1 ? "1 repository" : `${repos.length} repositories`;
  const detail = faultsProblem(faults)?.message ?? `${count} can be read and pushed to.`;
  progress.finish("preflight", faults.length > 0 ? "failed" : "done", detail);
  return looked;
}

function tellSource(progress: SeedProgress, ...[step, outcome]: Parameters<OnSource>): void {
  if ("fault" in outcome) {
    progress.finish(step, "failed", outcome.fault.problem.message);
    return;
  }
  const { record, files, warnings } = outcome.kit;
  progress.found(step === "agents" ? { agents: record } : { specKit: record });
  for (const warning of warnings) progress.note(step, warning);
  progress.finish(step, "done", `${files.length} files from ${record.source} ${record.version}.`);
}

/** Reads the spec branch, plans, and makes the commit here. */
export async function prepareSpec(
  { deps, rfe, progress }: Pick<Seeding, "deps" | "rfe" | "progress">,
  coming: Promise<SeedFiles>,
  signal: AbortSignal,
): Promise<ReadySpec> {
  const plans: SeedPlan[] = [];
  const onPlan = (plan: SeedPlan, reader: TreeReader) => {
    const { url } = rfe.spec.umbrellaRepo;
    progress.finish("clone", "done", `Read ${url} at ${reader.commit.slice(0, 12)}.`);
    if (plan.conflicts.length > 0) throw seedConflict(plan.conflicts);
    plans.push(plan);
  };
  const prepared = await prepareSeed(deps, rfe, coming, onPlan, signal);
  const plan = plans.at(-1);
  if (plan === undefined) throw new Error("a change was prepared without its plan");
  const { branchName, umbrellaRepo } = rfe.spec;
  const exists = prepared.tip !== undefined;
  progress.foundBranch(exists);
  const branch = exists
    ? `${branchName} exists and will be modified.`
    : `${branchName} will start from ${umbrellaRepo.branch}.`;
  progress.finish("branch", "done", branch);
  const isNew = plan.added.some((path) => path.startsWith("specs/"));
  progress.finish("specs-dir", isNew ? "done" : "skipped", `specs/${branchName}${isNew ? "" : " exists"}`);
  return { prepared, plan };
}
