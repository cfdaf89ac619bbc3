import { Problem } from "#domain/problem.ts";
import type { Blob, GitRepository, Remote, Sha } from "#ports/git-repository.ts";
import { limits, pathFault, type SourceTree } from "./source-tree.ts";

/** What a source needs of git: looking things up and reading. */
export type SourceGit = Pick<GitRepository, "state" | "resolve" | "tree" | "blobs">;

/** owner/name means a repository on github.com, as the guide writes it. */
export const expandUrl = (source: string): string =>
  /^[\w.-]+\/[\w.-]+$/.test(source) ? `https://github.com/${source}` : source;

/** Which branch a source without a version means most of the time: asked for at once, to spare a second look. */
const USUAL_BRANCH = "main";

/**
 * The commit that a version stands for now: one look at the remote. A leading v proves nothing, so a tag is looked for
 * first, then a branch; full commit ids need no look of their own.
 */
export async function findCommit(
  git: SourceGit,
  remote: Remote,
  wanted: string | undefined,
  signal: AbortSignal,
): Promise<Sha> {
  const names = wanted === undefined ? [USUAL_BRANCH] : [`refs/tags/${wanted}`, wanted];
  const found =
    wanted !== undefined && /^[0-9a-f]{40}$/.test(wanted)
      ? await git.resolve(remote, wanted, signal)
      : await findName(git, remote, wanted, names, signal);
  if (found !== undefined) return found;
  const sentence =
    wanted === undefined
      ? `${remote.url} has no default branch.`
      : `${remote.url} has no tag, branch or commit ${wanted}.`;
  throw new Problem("ref-not-found", { sentence });
}

async function findName(
  git: SourceGit,
  remote: Remote,
  wanted: string | undefined,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Sha | undefined> {
  const { branches, defaultBranch } = await git.state(remote, names, signal);
  if (wanted !== undefined) return names.map((name) => branches.get(name)).find((sha) => sha !== undefined);
  if (defaultBranch === undefined || defaultBranch === USUAL_BRANCH) return branches.get(USUAL_BRANCH);
  return (await git.state(remote, [defaultBranch], signal)).branches.get(defaultBranch);
}

/** The files of one commit, below one of its directories. undefined = no such directory. */
export async function gitSource(
  git: SourceGit,
  remote: Remote,
  commit: Sha,
  directory: string,
  signal: AbortSignal,
): Promise<SourceTree | undefined> {
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
  const read = async (wanted: readonly string[]): Promise<Map<string, Uint8Array>> => {
    if (wanted.length > limits.entries)
      throw new Problem("too-large", { sentence: `${remote.url} holds ${wanted.length} files; 2,000 is the limit.` });
    const all = wanted.map((path) => prefix + path);
    const blobs = await git.blobs(remote, commit, all, limits.fileBytes, signal);
    return new Map(blobs.map(({ path, bytes }: Blob) => [path.slice(prefix.length), bytes]));
  };
  const files = new Map<string, Uint8Array>();
  return {
    paths,
    record: { source: remote.url, version: commit },
    warnings,
    async prefetch(wanted) {
      for (const [path, bytes] of await read(wanted.filter((path) => !files.has(path)))) files.set(path, bytes);
    },
    async read(path) {
      const bytes = files.get(path) ?? (await read([path])).get(path);
      if (bytes) return bytes;
      throw new Problem("no-such-file", { sentence: `${prefix}${path} of ${remote.url} could not be read.` });
    },
  };
}
