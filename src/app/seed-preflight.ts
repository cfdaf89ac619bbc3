import pLimit from "p-limit";
import { type FieldError, isProblem, Problem, pushAccessSentence } from "#domain/problem.ts";
import { type BasedRepo, type Rfe, repositoriesOf } from "#domain/rfe.ts";
import type { Remote, Sha } from "#ports/git-repository.ts";
import { remoteFor } from "./remotes.ts";
import type { SeedDeps } from "./seed-deps.ts";

/** A repository that can take the feature branch. */
export interface ReadyRepo {
  url: string;
  remote: Remote;
  /** The commit of the base branch. */
  base: Sha;
  /** The commit of the feature branch, if it is there. */
  tip: Sha | undefined;
}

export interface SeedFault {
  /** The field of the RFE or of the request that names what is at fault. */
  pointer: string;
  problem: Problem;
}

export interface Preflight {
  /** In the order of the RFE, the spec repository first; only those without a fault. */
  repos: ReadyRepo[];
  faults: SeedFault[];
}

/** One repository: ready, or what is wrong with it. */
interface Look {
  ready?: ReadyRepo;
  problems: Problem[];
}

const AT_A_TIME = 32;

type Deps = Pick<SeedDeps, "access" | "secrets" | "policy" | "git">;

/** The part of an RFE that decides where its branches go. */
export interface SeedTarget {
  metadata: Pick<Rfe["metadata"], "project">;
  spec: Pick<Rfe["spec"], "branchName" | "umbrellaRepo" | "supportingRepos">;
}

/** Looks at all repositories at once and collects what is wrong with each. Writes nothing anywhere. */
export async function preflight(
  deps: Deps,
  rfe: SeedTarget,
  signal: AbortSignal,
  onLook: (url: string, look: Look) => void = () => {},
): Promise<Preflight> {
  const limit = pLimit(AT_A_TIME);
  const looks = repositoriesOf(rfe.spec).map((repo, index) =>
    limit(async () => {
      const pointer = index === 0 ? "/umbrellaRepo" : `/supportingRepos/${index - 1}`;
      const look = await lookAt(deps, rfe, repo, signal);
      const { ready, problems } = look;
      onLook(repo.url, look);
      return { ready, faults: problems.map((problem) => ({ pointer, problem })) };
    }),
  );
  const looked = await Promise.all(looks);
  return { repos: looked.flatMap(({ ready }) => ready ?? []), faults: looked.flatMap(({ faults }) => faults) };
}

/** One problem for all faults. Its sentence is that of the worst: where nobody may push, nothing else helps. */
export function faultsProblem(faults: readonly SeedFault[]): Problem | undefined {
  const worst = faults.find(({ problem }) => problem.code === "push-access-denied") ?? faults[0];
  if (worst === undefined) return undefined;
  const errors: FieldError[] = faults.flatMap(
    ({ pointer, problem }) => problem.errors ?? [{ pointer, code: problem.code, message: problem.message }],
  );
  const { code, message, facts } = worst.problem;
  return new Problem(code, { sentence: message, facts, errors, cause: worst.problem });
}

async function lookAt(deps: Deps, rfe: SeedTarget, repo: BasedRepo, signal: AbortSignal): Promise<Look> {
  try {
    const remote = await remoteFor(deps, rfe.metadata.project, repo.url, "write");
    const state = await deps.git.pushState(remote, [repo.branch, rfe.spec.branchName], signal);
    const base = state.branches.get(repo.branch);
    const problems = [
      ...(state.canPush ? [] : [noPushAccess(repo.url)]),
      ...(base === undefined ? [await baseProblem(deps, remote, repo, state.isEmpty, signal)] : []),
    ];
    if (base === undefined || problems.length > 0) return { problems };
    const tip = state.branches.get(rfe.spec.branchName);
    return { ready: { url: repo.url, remote, base, tip }, problems };
  } catch (error) {
    if (!isProblem(error)) throw error;
    return { problems: [error] };
  }
}

const noPushAccess = (url: string): Problem =>
  new Problem("push-access-denied", { sentence: pushAccessSentence(url), facts: { url } });

async function baseProblem(
  { git }: Deps,
  remote: Remote,
  repo: BasedRepo,
  isEmpty: boolean,
  signal: AbortSignal,
): Promise<Problem> {
  if (isEmpty) return new Problem("repository-empty", { sentence: `${repo.url} has no commit yet; push a first one.` });
  const { defaultBranch } = await git.state(remote, [], signal);
  const known = defaultBranch === undefined ? "" : `; its default branch is ${defaultBranch}`;
  return new Problem("base-branch-missing", { sentence: `${repo.url} has no branch ${repo.branch}${known}.` });
}
