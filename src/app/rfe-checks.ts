import pLimit from "p-limit";
import { branchNameProblem } from "#domain/branch-name.ts";
import { type FieldError, isProblem, Problem, type ProblemCode } from "#domain/problem.ts";
import { acceptRepoUrl, repositoryKey } from "#domain/repo-url.ts";
import type { BasedRepo, RepoRef } from "#domain/rfe.ts";
import type { AppDeps } from "./deps.ts";
import { remoteFor } from "./remotes.ts";
import type { RepoStates } from "./repo-states.ts";

/** A fault together with the field it belongs to. */
export interface Fault {
  pointer: string;
  problem: Problem;
}

export interface RepoField {
  pointer: string;
  repo: RepoRef;
}

type Deps = Pick<AppDeps, "access" | "secrets" | "git" | "policy" | "stores" | "gitHost"> & { repoStates: RepoStates };

/** Runs a check and gives its Problem back instead of throwing it; anything else is a bug and is thrown. */
export function faultOf(pointer: string, check: () => unknown): Fault[] {
  try {
    check();
    return [];
  } catch (error) {
    if (isProblem(error)) return [{ pointer, problem: error }];
    throw error;
  }
}

/** The faults of a list of repository URLs: grammar, host, and the same repository twice. */
export function urlFaults(deps: Pick<AppDeps, "policy">, fields: readonly RepoField[]): Fault[] {
  const faults = fields.flatMap(({ pointer, repo }) =>
    faultOf(`${pointer}/url`, () => acceptRepoUrl(repo.url, deps.policy())),
  );
  const seen = new Map<string, RepoField>();
  for (const field of fields) {
    if (faults.some(({ pointer }) => pointer === `${field.pointer}/url`)) continue;
    const first = seen.get(repositoryKey(field.repo.url));
    if (first === undefined) seen.set(repositoryKey(field.repo.url), field);
    else
      for (const { pointer } of [first, field])
        faults.push({
          pointer: `${pointer}/url`,
          problem: new Problem("duplicate-repository", {
            sentence: `${first.repo.url} and ${field.repo.url} are the same repository; list it once.`,
          }),
        });
  }
  return faults;
}

/** One error for all faults: the fault itself when there is one kind, "invalid-fields" when there are several. */
export function refuseFaults(faults: readonly Fault[]): void {
  const [first] = faults;
  if (first === undefined) return;
  const errors: FieldError[] = faults.map(({ pointer, problem }) => ({
    pointer,
    code: problem.code,
    message: problem.message,
  }));
  const codes = new Set(faults.map(({ problem }) => problem.code));
  // A missing repository in a request is a wrong field, not a missing page.
  const isOne = codes.size === 1 && first.problem.kind.status !== 404;
  const code: ProblemCode = isOne ? first.problem.code : "invalid-fields";
  const sentences = [...new Set(faults.map(({ problem }) => problem.message))];
  throw new Problem(code, { sentence: sentences.join(" "), errors, cause: first.problem, facts: first.problem.facts });
}

/** Looks at all repositories at once. Gives each its base branch: the one named, else the repository's own default. */
export async function checkRepositories(
  deps: Deps,
  project: string,
  fields: readonly RepoField[],
  branchName: string,
  signal: AbortSignal,
): Promise<{ repos: BasedRepo[]; faults: Fault[] }> {
  const limit = pLimit(8);
  const looks = fields.map(({ pointer, repo }) =>
    limit(async () => {
      try {
        const based = await baseOf(deps, project, repo, signal);
        const branch = branchNameProblem(branchName, [based.base, ...based.defaults]);
        const faults = branch === undefined ? [] : [{ pointer: "/branchName", problem: branch }];
        return { repo: { url: repo.url, branch: based.base }, faults };
      } catch (error) {
        if (!isProblem(error)) throw error;
        const field = error.code === "base-branch-missing" ? "branch" : "url";
        return { repo: undefined, faults: [{ pointer: `${pointer}/${field}`, problem: error }] };
      }
    }),
  );
  const results = await Promise.all(looks);
  const faults = results.flatMap((result) => result.faults);
  const unique = faults.filter((fault, i) => faults.findIndex((f) => f.pointer === fault.pointer) === i);
  return { repos: results.flatMap(({ repo }) => (repo === undefined ? [] : [repo])), faults: unique };
}

async function baseOf(
  deps: Deps,
  project: string,
  repo: RepoRef,
  signal: AbortSignal,
): Promise<{ base: string; defaults: string[] }> {
  const remote = await remoteFor(deps, project, repo.url, "read");
  const named = repo.branch;
  const state = await deps.repoStates.state(project, remote, named === undefined ? [] : [named], signal);
  if (state.isEmpty)
    throw new Problem("repository-empty", { sentence: `${repo.url} has no commit yet; push a first one.` });
  const base = named ?? state.defaultBranch;
  if (base === undefined || (named !== undefined && !state.branches.has(named)))
    throw new Problem("base-branch-missing", {
      sentence:
        named === undefined
          ? `${repo.url} has no default branch; name the base branch to start from.`
          : `${repo.url} has no branch ${named}; its default branch is ${state.defaultBranch ?? "not set"}.`,
    });
  return { base, defaults: state.defaultBranch === undefined ? [] : [state.defaultBranch] };
}
