import { access, constants, lstat, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sha } from "#ports/git-repository.ts";
import type { GitCommand } from "./git-command.ts";
import { checkedSha } from "./git-names.ts";

/** An agent's work tree, seen from our repository: its own configuration, hooks and index are never read. */
export interface WorkTree {
  git: GitCommand;
  gitDir: string;
  directory: string;
  /** Paths, or directories, that are no part of the work. */
  exclude: readonly string[];
}

/**
 * The tree of everything in the work tree that is not ignored, as changes to a commit. `git add` is not used: for a
 * submodule it would start `git status` inside, under the agent's configuration.
 */
export async function readWorkTree(work: WorkTree, parent: Sha, signal: AbortSignal): Promise<Sha> {
  const scratch = await mkdtemp(join(tmpdir(), "vteam-work-"));
  const env = { GIT_INDEX_FILE: join(scratch, "index"), GIT_WORK_TREE: work.directory };
  const { git, gitDir } = work;
  try {
    await git.run({ gitDir, env, args: ["read-tree", checkedSha(parent)] }, signal);
    const submodules = await listSubmodules(work, env, signal);
    const list = ["-C", work.directory, "ls-files", "-z", "--others", "--modified", "--deleted", "--exclude-standard"];
    const found = (await git.text({ gitDir, env, args: list }, signal)).split("\0");
    const isWork = (path: string) =>
      // A trailing slash is a repository inside the work tree: it has a history of its own.
      path !== "" && !path.endsWith("/") && !submodules.has(path) && !isExcluded(work, path);
    const paths = await takeable(work.directory, [...new Set(found.filter(isWork))]);
    const update = ["-C", work.directory, "update-index", "-z", "--add", "--remove", "--replace", "--stdin"];
    await git.run({ gitDir, env, args: update, input: paths.map((path) => `${path}\0`).join("") }, signal);
    return (await git.text({ gitDir, env, args: ["write-tree"] }, signal)).trim();
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function listSubmodules(work: WorkTree, env: Record<string, string>, signal: AbortSignal): Promise<Set<string>> {
  const staged = await work.git.text({ gitDir: work.gitDir, env, args: ["ls-files", "-z", "--stage"] }, signal);
  const entries = staged.split("\0").filter((line) => line.startsWith("160000 "));
  return new Set(entries.map((line) => line.slice(line.indexOf("\t") + 1)));
}

const isExcluded = (work: WorkTree, path: string): boolean =>
  work.exclude.some((excluded) => path === excluded || path.startsWith(`${excluded}/`));

/** One path that git cannot take (a pipe, a file nobody may read) must not keep the others from being saved. */
async function takeable(directory: string, paths: readonly string[]): Promise<string[]> {
  const taken: string[] = [];
  for (const path of paths) {
    const full = join(directory, path);
    const status = await lstat(full).catch(() => undefined);
    if (status === undefined || status.isSymbolicLink()) taken.push(path);
    else if (status.isFile() && (await isReadable(full))) taken.push(path);
  }
  return taken;
}

const isReadable = (path: string): Promise<boolean> =>
  access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
