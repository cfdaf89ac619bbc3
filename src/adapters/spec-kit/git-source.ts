import { Problem } from "#domain/problem.ts";
import type { GitRepository, Remote, Sha } from "#ports/git-repository.ts";
import { limits, pathFault, type SourceTree } from "./source-tree.ts";

/** What a source needs of git: looking things up and reading. */
export type SourceGit = Pick<GitRepository, "state" | "resolve" | "tree" | "blob">;

/** owner/name means a repository on github.com, as the guide writes it. */
export const expandUrl = (source: string): string =>
  /^[\w.-]+\/[\w.-]+$/.test(source) ? `https://github.com/${source}` : source;

/** A tag, a branch or a commit of a repository, below one of its directories. undefined = no such directory. */
export async function gitSource(
  git: SourceGit,
  remote: Remote,
  ref: string | undefined,
  directory: string,
  signal: AbortSignal,
): Promise<SourceTree | undefined> {
  const commit = await resolveRef(git, remote, ref, signal);
  const entries = await git.tree(remote, commit, directory, true, signal);
  if (!entries) return undefined;
  const prefix = directory === "" ? "" : `${directory}/`;
  const warnings: string[] = [];
  const paths: string[] = [];
  for (const entry of entries) {
    if (entry.type === "tree") continue;
    const path = entry.path.startsWith(prefix) ? entry.path.slice(prefix.length) : entry.path;
    const fault = pathFault(path);
    if (entry.mode !== "100644" && entry.mode !== "100755")
      warnings.push(`${entry.path} is a link or a submodule: left out.`);
    else if (fault === undefined) paths.push(path);
    else warnings.push(`${entry.path} ${fault}: left out.`);
  }
  return {
    paths,
    record: { source: remote.url, version: commit },
    warnings,
    async read(path) {
      const blob = await git.blob(remote, commit, prefix + path, limits.fileBytes, signal);
      if (!blob)
        throw new Problem("no-such-file", { sentence: `${prefix}${path} of ${remote.url} could not be read.` });
      return blob.bytes;
    },
  };
}

/** A leading v proves nothing: tags, branches and commits are looked for, in this order. */
async function resolveRef(git: SourceGit, remote: Remote, ref: string | undefined, signal: AbortSignal): Promise<Sha> {
  const wanted = ref ?? (await git.state(remote, [], signal)).defaultBranch;
  const names = wanted === undefined ? [] : isCommit(wanted) ? [wanted] : [`refs/tags/${wanted}`, wanted];
  for (const name of names) {
    const commit = await git.resolve(remote, name, signal);
    if (commit !== undefined) return commit;
  }
  const sentence =
    wanted === undefined
      ? `${remote.url} has no default branch.`
      : `${remote.url} has no tag, branch or commit ${wanted}.`;
  throw new Problem("ref-not-found", { sentence });
}

const isCommit = (ref: string): boolean => /^[0-9a-f]{40}$/.test(ref);
