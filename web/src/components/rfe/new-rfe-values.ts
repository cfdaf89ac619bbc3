import * as z from "zod";
import { branchNameProblem } from "#domain/branch-name.ts";
import { isProblem } from "#domain/problem.ts";
import { parseRepoUrl, repositoryKey } from "#domain/repo-url.ts";
import { NewRfe, type RepoRef } from "#domain/rfe.ts";

/** A repository as the form holds it; an empty branch takes the repository's own default. */
export const RepositoryValue = z.object({ url: z.string(), branch: z.string() });
export type RepositoryValue = z.infer<typeof RepositoryValue>;

/** What the form holds: text only, and empty text for what is left out. */
export const NewRfeValues = z.object({
  title: z.string(),
  description: z.string(),
  branchName: z.string(),
  isLinked: z.boolean(),
  umbrellaRepo: RepositoryValue,
  supportingRepos: z.array(RepositoryValue),
  parentOutcome: z.string(),
});
export type NewRfeValues = z.infer<typeof NewRfeValues>;

export const emptyRfe = (start: { title?: string | undefined; specRepo?: string | undefined } = {}): NewRfeValues => ({
  title: start.title ?? "",
  description: "",
  branchName: "",
  isLinked: true,
  umbrellaRepo: { url: start.specRepo ?? "", branch: "" },
  supportingRepos: [],
  parentOutcome: "",
});

const repoRef = ({ url, branch }: RepositoryValue): RepoRef => ({
  url: url.trim(),
  ...(branch.trim() === "" ? {} : { branch: branch.trim() }),
});

/** The form as the API takes it. */
export const newRfeBody = (values: NewRfeValues) => ({
  title: values.title,
  description: values.description,
  branchName: values.branchName.trim(),
  umbrellaRepo: repoRef(values.umbrellaRepo),
  supportingRepos: values.supportingRepos.filter(({ url }) => url.trim() !== "").map(repoRef),
  ...(values.parentOutcome.trim() === "" ? {} : { parentOutcome: values.parentOutcome.trim() }),
});

export interface FieldFault {
  /** Where in the form: "title", "supportingRepos.1.url". */
  field: string;
  message: string;
}

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

/** "/umbrellaRepo/url" of a problem is the field "umbrellaRepo.url"; a repository as a whole is its URL. */
export function faultsOfProblem(errors: readonly { pointer: string; message: string }[]): FieldFault[] {
  return errors.map(({ pointer, message }) => {
    const field = pointer.replace(/^\//, "").replaceAll("/", ".");
    return { field: /^(umbrellaRepo|supportingRepos\.\d+)$/.test(field) ? `${field}.url` : field, message };
  });
}
