import type { RepoRef } from "#domain/rfe.ts";

/** A repository as the form holds it; an empty branch takes the repository's own default. */
export interface RepositoryValue {
  url: string;
  branch: string;
}

/** What the form holds: text only, and empty text for what is left out. */
export interface NewRfeValues {
  title: string;
  description: string;
  branchName: string;
  /** Whether the branch name still follows the title. */
  isLinked: boolean;
  umbrellaRepo: RepositoryValue;
  supportingRepos: RepositoryValue[];
  parentOutcome: string;
}

const isRepository = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  "url" in value &&
  "branch" in value &&
  typeof value.url === "string" &&
  typeof value.branch === "string";

/** What a draft holds, or undefined when it is not what this form wrote. */
export function readValues(value: unknown): NewRfeValues | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const found = value as Partial<Record<keyof NewRfeValues, unknown>>;
  const texts = [found.title, found.description, found.branchName, found.parentOutcome];
  const repos = Array.isArray(found.supportingRepos) ? found.supportingRepos : [undefined];
  const isWhole =
    texts.every((text) => typeof text === "string") &&
    typeof found.isLinked === "boolean" &&
    [found.umbrellaRepo, ...repos].every(isRepository);
  return isWhole ? (value as NewRfeValues) : undefined;
}

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

/** "/umbrellaRepo/url" of a problem is the field "umbrellaRepo.url"; a repository as a whole is its URL. */
export function faultsOfProblem(errors: readonly { pointer: string; message: string }[]): FieldFault[] {
  return errors.map(({ pointer, message }) => {
    const field = pointer.replace(/^\//, "").replaceAll("/", ".");
    return { field: /^(umbrellaRepo|supportingRepos\.\d+)$/.test(field) ? `${field}.url` : field, message };
  });
}
