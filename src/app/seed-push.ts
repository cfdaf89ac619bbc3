import pLimit from "p-limit";
import type { SeedRef } from "#domain/operation.ts";
import { isProblem, Problem } from "#domain/problem.ts";
import type { SeedPlan } from "#domain/seed-plan.ts";
import type { Sha } from "#ports/git-repository.ts";
import { faultsProblem, type ReadyRepo } from "./seed-preflight.ts";
import { type Everything, prepareSpec, type ReadySpec, type Seeding } from "./seed-prepare.ts";

/** How often the commit is made anew because someone pushed to the branch meanwhile. */
const MAX_ROUNDS = 4;
const AT_A_TIME = 32;

export interface Pushed {
  sha: Sha;
  plan: SeedPlan;
  isPushed: boolean;
}

/** Makes everything visible: supporting branches first, the spec branch last. What is about to happen is stored before it does. */
export async function pushEverything(seeding: Seeding, { supporting, spec, files }: Everything): Promise<Pushed> {
  seeding.progress.plan(plannedRefs(seeding, supporting, spec));
  await seeding.progress.commit();
  await createSupporting(seeding, supporting);
  return pushSpec(seeding, spec, () => prepareSpec(seeding, Promise.resolve(files), seeding.signal));
}

function plannedRefs({ rfe, progress }: Seeding, supporting: readonly ReadyRepo[], { prepared }: ReadySpec): SeedRef[] {
  const branch = rfe.spec.branchName;
  const before = progress.refs;
  const refs = supporting.map(({ url, base, tip }): SeedRef => {
    // An earlier run of this operation may have made the branch and died before it could say so.
    const isOurs = before.some(
      (ref) => ref.url === url && ref.from === null && ref.to === tip && ref.state !== "existed",
    );
    if (tip === undefined) return { url, branch, from: null, to: base, state: "planned" };
    return isOurs
      ? { url, branch, from: null, to: tip, state: "created" }
      : { url, branch, from: tip, to: tip, state: "existed" };
  });
  const { url } = rfe.spec.umbrellaRepo;
  return [...refs, { url, branch, from: prepared.tip ?? null, to: prepared.next, state: "planned" }];
}

/** Create-only, at the commits of their base branches; a branch that exists is used as it is. */
async function createSupporting(seeding: Seeding, repos: readonly ReadyRepo[]): Promise<void> {
  const { progress } = seeding;
  if (repos.length === 0) return progress.finish("supporting-repos", "skipped", "There are none.");
  progress.start("supporting-repos");
  const limit = pLimit(AT_A_TIME);
  const outcomes = await Promise.allSettled(repos.map((repo) => limit(() => createOne(seeding, repo))));
  const refused = outcomes.flatMap((one, index) => (one.status === "rejected" ? [{ index, reason: one.reason }] : []));
  const bug = refused.find(({ reason }) => !isProblem(reason));
  if (bug !== undefined) throw bug.reason;
  const faults = refused.flatMap(({ index, reason }) =>
    isProblem(reason) ? [{ pointer: `/supportingRepos/${index}`, problem: reason }] : [],
  );
  const problem = faultsProblem(faults);
  if (problem !== undefined) throw problem;
  const created = outcomes.filter((one) => one.status === "fulfilled" && one.value === "pushed").length;
  const detail = `Created in ${created}, already there in ${repos.length - created}.`;
  progress.finish("supporting-repos", "done", detail);
}

async function createOne({ deps, rfe, progress, signal }: Seeding, repo: ReadyRepo): Promise<"pushed" | "already"> {
  const { url, base, tip, remote } = repo;
  const tell = (state: "done" | "failed", detail: string) => progress.repo("supporting-repos", url, state, detail);
  if (tip !== undefined) {
    tell("done", `Already there at ${tip.slice(0, 12)}.`);
    return "already";
  }
  try {
    const { kind, sha } = await deps.git.createBranch(remote, rfe.spec.branchName, base, signal);
    progress.became(url, kind === "pushed" ? "created" : "existed", sha);
    tell("done", `${kind === "pushed" ? "Created" : "Already there"} at ${sha.slice(0, 12)}.`);
    return kind;
  } catch (error) {
    if (isProblem(error, "push-refused", "push-access-denied", "branch-exists")) progress.became(url, "refused");
    if (isProblem(error)) tell("failed", error.message);
    throw error;
  }
}

/** The commit point. When someone else pushed meanwhile, starts from what they pushed. */
async function pushSpec(
  { rfe, progress, signal }: Seeding,
  first: ReadySpec,
  prepareAgain: () => Promise<ReadySpec>,
): Promise<Pushed> {
  const { url } = rfe.spec.umbrellaRepo;
  progress.start("commit-push");
  for (let { prepared, plan } = first, round = 1; round <= MAX_ROUNDS; round += 1) {
    const { kind, sha } = await prepared.push(signal).catch((error: unknown) => {
      if (isProblem(error, "push-refused")) progress.became(url, "refused");
      throw error;
    });
    if (kind !== "moved") {
      const isPushed = prepared.next !== prepared.tip;
      progress.became(url, isPushed ? "pushed" : "unchanged", sha);
      const detail = isPushed ? `Pushed ${sha.slice(0, 12)}.` : "Nothing to change.";
      progress.finish("commit-push", isPushed ? "done" : "skipped", detail);
      return { sha, plan, isPushed };
    }
    progress.note("commit-push", `Others pushed ${sha.slice(0, 12)} meanwhile; starting from there.`);
    ({ prepared, plan } = await prepareAgain());
  }
  throw new Problem("branch-moved", {
    sentence: `${rfe.spec.branchName} in ${url} was pushed to by others each time seeding tried.`,
  });
}

/** The same problem, naming what an unfinished seeding left behind: branches that point at commits of their base branches. */
export function namingLeftovers(problem: Problem, refs: readonly SeedRef[]): Problem {
  const left = refs.filter((ref) => ref.state === "created").map(({ url, branch, to }) => ({ url, branch, sha: to }));
  const [first] = left;
  if (first === undefined) return problem;
  const where = left.map(({ url }) => url).join(", ");
  const sentence = `${problem.message} Before that, ${first.branch} was created in ${where}, pointing at the base commit there; seeding again uses it.`;
  const { errors, retryAfter } = problem;
  return new Problem(problem.code, {
    sentence,
    facts: { ...problem.facts, left },
    cause: problem,
    ...(errors && { errors }),
    ...(retryAfter !== undefined && { retryAfter }),
  });
}
