import { branchNameProblem } from "#domain/branch-name.ts";
import { Problem } from "#domain/problem.ts";
import { acceptRepoUrl, repositoryKey, sameRepository } from "#domain/repo-url.ts";
import { type Rfe, repositoriesOf } from "#domain/rfe.ts";
import type { NewSession, SessionRepo } from "#domain/session.ts";
import type { AppDeps } from "./deps.ts";
import { type Fault, faultOf } from "./rfe-checks.ts";
import { modelProblem } from "./session-model.ts";

const field = (pointer: string, sentence: string): Fault => ({
  pointer,
  problem: new Problem("invalid-fields", { sentence }),
});

function promptFaults(prompt: string): Fault[] {
  if (prompt.isWellFormed() && !prompt.includes("\u0000")) return [];
  return [field("/prompt", "The prompt holds characters that are not text: NUL, or half of a character pair.")];
}

function indexFaults({ repos, mainRepoIndex }: NewSession): Fault[] {
  if (mainRepoIndex < Math.max(1, repos.length)) return [];
  const range = repos.length < 2 ? "only 0 is possible" : `0 to ${repos.length - 1} are possible`;
  const sentence = `mainRepoIndex is ${mainRepoIndex}, but the session has ${repos.length} repositories: ${range}.`;
  return [field("/mainRepoIndex", sentence)];
}

/** Outputs go to branches of their own; those of an RFE to its feature branch in its repositories, and nowhere else. */
function outputFaults(output: NonNullable<SessionRepo["output"]>, pointer: string, rfe: Rfe | undefined): Fault[] {
  const name = branchNameProblem(output.targetBranch);
  if (name !== undefined) return [{ pointer: `${pointer}/targetBranch`, problem: name }];
  if (rfe === undefined) return [];
  const { branchName } = rfe.spec;
  const faults: Fault[] = [];
  if (!repositoriesOf(rfe.spec).some(({ url }) => sameRepository(url, output.url)))
    faults.push(field(`${pointer}/url`, `${output.url} is not a repository of ${rfe.metadata.name}.`));
  if (output.targetBranch !== branchName)
    faults.push(
      field(
        `${pointer}/targetBranch`,
        `Work on ${rfe.metadata.name} goes to ${branchName}, not to ${output.targetBranch}.`,
      ),
    );
  return faults;
}

function repoFaults(deps: Pick<AppDeps, "policy">, repo: SessionRepo, pointer: string, rfe: Rfe | undefined): Fault[] {
  const { input, output } = repo;
  const urls = [
    { url: input.url, at: `${pointer}/input/url` },
    ...(output === undefined ? [] : [{ url: output.url, at: `${pointer}/output/url` }]),
  ].flatMap(({ url, at }) => faultOf(at, () => acceptRepoUrl(url, deps.policy())));
  const source = branchShape(input.branch, `${pointer}/input/branch`);
  if (output === undefined || urls.length > 0) return [...urls, ...source];
  return [...source, ...outputFaults(output, `${pointer}/output`, rfe)];
}

/** A branch to read from may be main; it must only be a name. */
function branchShape(branch: string, pointer: string): Fault[] {
  const problem = branchNameProblem(branch);
  return problem === undefined || problem.code === "branch-protected" ? [] : [{ pointer, problem }];
}

function sharedOutputFaults(repos: readonly SessionRepo[]): Fault[] {
  const seen = new Map<string, number>();
  return repos.flatMap(({ output }, i) => {
    if (output === undefined) return [];
    const target = `${repositoryKey(output.url)}#${output.targetBranch}`;
    const first = seen.get(target);
    if (first === undefined) {
      seen.set(target, i);
      return [];
    }
    const sentence = `Repositories ${first} and ${i} would both push to ${output.targetBranch} of ${output.url}.`;
    return [{ pointer: `/repos/${i}/output`, problem: new Problem("duplicate-repository", { sentence }) }];
  });
}

/** What a schema cannot say about a new session. */
export function sessionFaults(deps: Pick<AppDeps, "policy">, input: NewSession, rfe: Rfe | undefined): Fault[] {
  const model = input.model === undefined ? undefined : modelProblem(input.model);
  const repos = input.repos.flatMap((repo, i) => repoFaults(deps, repo, `/repos/${i}`, rfe));
  return [
    ...promptFaults(input.prompt),
    ...indexFaults(input),
    ...repos,
    ...(repos.length > 0 ? [] : sharedOutputFaults(input.repos)),
    ...(model === undefined ? [] : [{ pointer: "/model", problem: model }]),
  ];
}
