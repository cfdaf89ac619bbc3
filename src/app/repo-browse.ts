import { type BranchQuery, branchPage } from "#domain/branch-list.ts";
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

export interface RepositoryLook extends RemoteState {
  canPush: boolean;
  /** The branch after which the next page begins, if there is one. */
  next?: string | undefined;
}

/** What a repository says of one branch, its default branch and our right to push. */
export async function lookAtBranch(
  deps: Deps,
  actor: Actor,
  query: { project: string; repo: string; name: string },
  signal: AbortSignal,
): Promise<RepositoryLook> {
  const remote = await openToPush(deps, actor, query);
  const ref = acceptRef(query.name);
  const [state, canPush] = await Promise.all([deps.git.state(remote, [ref], signal), deps.git.canPush(remote, signal)]);
  return { ...state, canPush };
}

/** The same with a page of the branches whose names hold a text. */
export async function listBranches(
  deps: Deps,
  actor: Actor,
  query: { project: string; repo: string } & BranchQuery,
  signal: AbortSignal,
): Promise<RepositoryLook> {
  const remote = await openToPush(deps, actor, query);
  const [{ branches, ...state }, canPush] = await Promise.all([
    deps.git.allBranches(remote, signal),
    deps.git.canPush(remote, signal),
  ]);
  const { names, next } = branchPage(branches.keys(), state.defaultBranch, query);
  const shown = names.flatMap((name) => {
    const sha = branches.get(name);
    return sha === undefined ? [] : [[name, sha] as const];
  });
  return { ...state, branches: new Map(shown), canPush, next };
}

/** With the credential that pushes, so that the answer about pushing is about the same one. */
async function openToPush(deps: Deps, actor: Actor, { project, repo }: { project: string; repo: string }) {
  await open(deps, actor, project, repo);
  return await remoteFor(deps, project, repo, "write");
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
