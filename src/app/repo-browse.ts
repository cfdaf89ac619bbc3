import { Problem } from "#domain/problem.ts";
import type { Actor } from "#ports/access.ts";
import type { Blob, Remote, RemoteState, Sha, TreeEntry } from "#ports/git-repository.ts";
import { authorize } from "./authorize.ts";
import type { AppDeps } from "./deps.ts";
import { loadProject } from "./projects.ts";
import { remoteFor } from "./remotes.ts";
import { acceptPath, acceptRef, MAX_FILE_BYTES } from "./rfe-files.ts";

type Deps = Pick<AppDeps, "access" | "secrets" | "policy" | "stores" | "git">;

async function open(deps: Deps, actor: Actor, project: string, url: string): Promise<Remote> {
  await authorize(deps.access, actor, "repository.view", project);
  await loadProject(deps, project);
  return remoteFor(deps, project, url, "read");
}

/** What a repository says of the branches asked for, its default branch and our right to push. */
export async function lookAtRepository(
  deps: Deps,
  actor: Actor,
  query: { project: string; repo: string; branches: readonly string[] },
  signal: AbortSignal,
): Promise<RemoteState & { canPush: boolean }> {
  await open(deps, actor, query.project, query.repo);
  const remote = await remoteFor(deps, query.project, query.repo, "write");
  const state = await deps.git.state(remote, query.branches.map(acceptRef), signal);
  return { ...state, canPush: await deps.git.canPush(remote, signal) };
}

interface TreeQuery {
  project: string;
  repo: string;
  ref: string;
  path: string;
}

async function commitOf(deps: Deps, remote: Remote, ref: string, signal: AbortSignal): Promise<Sha> {
  const commit = await deps.git.resolve(remote, acceptRef(ref), signal);
  if (commit !== undefined) return commit;
  throw new Problem("ref-not-found", { sentence: `${remote.url} has no branch or commit ${ref}.` });
}

export async function browseTree(
  deps: Deps,
  actor: Actor,
  query: TreeQuery,
  signal: AbortSignal,
): Promise<TreeEntry[]> {
  const path = acceptPath(query.path);
  const remote = await open(deps, actor, query.project, query.repo);
  const entries = await deps.git.tree(remote, await commitOf(deps, remote, query.ref, signal), path, false, signal);
  if (entries !== undefined) return entries;
  throw new Problem("no-such-file", { sentence: `There is no directory ${path || "/"} at ${query.ref}.` });
}

export async function browseBlob(deps: Deps, actor: Actor, query: TreeQuery, signal: AbortSignal): Promise<Blob> {
  const path = acceptPath(query.path);
  const remote = await open(deps, actor, query.project, query.repo);
  const commit = await commitOf(deps, remote, query.ref, signal);
  const blob = path === "" ? undefined : await deps.git.blob(remote, commit, path, MAX_FILE_BYTES, signal);
  if (blob !== undefined) return blob;
  throw new Problem("no-such-file", {
    sentence: `There is no file ${path || "/"} at ${query.ref}; links are not followed.`,
  });
}
