import { branchNameProblem } from "#domain/branch-name.ts";
import { isProblem } from "#domain/problem.ts";
import { parseRepoUrl, repositoryKey } from "#domain/repo-url.ts";
import { NewRfe } from "#domain/rfe.ts";
import { type FieldFault, type NewRfeValues, newRfeBody } from "./new-rfe-values.ts";

// Fetched when somebody begins to fill the form in: schemas and rules are not on the way to the page.
export { followTitle, resetName } from "./branch-link.ts";

function urlFaults(repos: readonly { field: string; url: string }[]): FieldFault[] {
  const seen = new Map<string, string>();
  return repos.flatMap(({ field, url }) => {
    if (url.trim() === "") return [];
    try {
      parseRepoUrl(url);
    } catch (error) {
      return isProblem(error) ? [{ field, message: error.message }] : [];
    }
    const key = repositoryKey(url);
    const first = seen.get(key);
    seen.set(key, first ?? url);
    return first === undefined
      ? []
      : [{ field, message: `${url.trim()} is listed already; list each repository once.` }];
  });
}

export function repositoryFaults(values: Pick<NewRfeValues, "umbrellaRepo" | "supportingRepos">): FieldFault[] {
  const supporting = values.supportingRepos.map(({ url }, i) => ({ field: `supportingRepos.${i}.url`, url }));
  return urlFaults([{ field: "umbrellaRepo.url", url: values.umbrellaRepo.url }, ...supporting]);
}

function branchFaults({ branchName, umbrellaRepo, supportingRepos }: NewRfeValues): FieldFault[] {
  if (branchName.trim() === "") return [{ field: "branchName", message: "Give the feature branch a name." }];
  const bases = [umbrellaRepo, ...supportingRepos].map(({ branch }) => branch.trim()).filter((branch) => branch !== "");
  const problem = branchNameProblem(branchName.trim(), bases);
  return problem === undefined ? [] : [{ field: "branchName", message: problem.message }];
}

/** Everything that is wrong and can be known without asking a server, by the API's own schema and rules. */
export function newRfeFaults(values: NewRfeValues): FieldFault[] {
  const parsed = NewRfe.safeParse(newRfeBody(values));
  const schema = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => ({ field: path.join("."), message }));
  const all = [...schema, ...branchFaults(values), ...repositoryFaults(values)];
  return all.filter((fault, i) => all.findIndex(({ field }) => field === fault.field) === i);
}
