import { Problem } from "#domain/problem.ts";
import type { Sha } from "#ports/git-repository.ts";

const SHA = /^[0-9a-f]{40}$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: git forbids exactly these in a ref
const FORBIDDEN = /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|\.lock(\/|$)|(^|\/)\.|\.$|\/$|^\//;

export const isSha = (text: string): boolean => SHA.test(text);

/** A commit id that may stand among git's operands. */
export function checkedSha(sha: Sha): Sha {
  if (!isSha(sha)) throw new Problem("ref-not-found", { sentence: "A commit is named by its 40 hexadecimal digits." });
  return sha;
}

export const isBranchName = (name: string): boolean =>
  name.length > 0 && name.length <= 244 && name !== "@" && !name.startsWith("-") && !FORBIDDEN.test(name);

/** The full name of a branch; only full names are ever given to git. */
export function branchRef(name: string): string {
  if (!isBranchName(name)) {
    throw new Problem("invalid-branch-name", { sentence: "This branch name is not one that git accepts." });
  }
  return `refs/heads/${name}`;
}

/** The full name of a branch, or of a tag, which is always asked for by its full name. */
export const refOf = (name: string): string =>
  name.startsWith("refs/tags/") && isBranchName(name) ? name : branchRef(name);

/** A path inside a repository without surrounding slashes, or undefined when no repository can hold it. */
export function repositoryPath(path: string): string | undefined {
  const trimmed = path.replace(/^\/+|\/+$/g, "");
  if (trimmed === "") return "";
  const isPossible = trimmed.length <= 4_096 && !trimmed.includes("\0");
  const hasRealSegments = trimmed.split("/").every((segment) => segment !== "" && segment !== "." && segment !== "..");
  return isPossible && hasRealSegments ? trimmed : undefined;
}

/** The branches above a name: x and x/y for x/y/z. Git cannot hold them beside it. */
export const namesAbove = (name: string): string[] =>
  name
    .split("/")
    .slice(0, -1)
    .map((_, index, parts) => parts.slice(0, index + 1).join("/"));
