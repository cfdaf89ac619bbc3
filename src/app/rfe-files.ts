import { branchNameProblem } from "#domain/branch-name.ts";
import { Problem } from "#domain/problem.ts";
import { parseRepoUrl, sameRepository } from "#domain/repo-url.ts";
import { type BasedRepo, type Rfe, repositoriesOf } from "#domain/rfe.ts";
import type { Actor } from "#ports/access.ts";
import type { Blob, Commit, FileDiff, Remote, Sha, TreeEntry } from "#ports/git-repository.ts";
import type { RenderedMarkdown } from "#ports/markdown.ts";
import { authorize } from "./authorize.ts";
import type { AppDeps } from "./deps.ts";
import { remoteFor } from "./remotes.ts";
import { loadRfe } from "./rfes.ts";

/** The largest file that is shown; a bigger one is for git. */
export const MAX_FILE_BYTES = 1024 * 1024;

type Deps = Pick<AppDeps, "access" | "secrets" | "policy" | "stores" | "git" | "markdown">;

/** One commit of one repository of an RFE, opened for reading. */
export interface OpenCommit {
  rfe: Rfe;
  repo: BasedRepo;
  remote: Remote;
  ref: string;
  commit: Sha;
}

export interface FileQuery {
  project: string;
  id: string;
  /** URL of one of the RFE's repositories; the spec repository when left out. */
  repo?: string | undefined;
  /** Branch or full commit SHA; the feature branch when left out. */
  ref?: string | undefined;
}

/** A path inside a repository, or the problem that nothing can be there. */
export function acceptPath(path: string): string {
  const parts = path.replace(/\/$/, "").split("/");
  const isOdd = parts.some((part) => part === "" || part === "." || part === ".." || part.toLowerCase() === ".git");
  if (path === "") return "";
  if (isOdd || path.includes("\u0000") || path.length > 4_096 || !path.isWellFormed())
    throw new Problem("no-such-file", {
      sentence: `"${path.slice(0, 80)}" is not a path inside a repository.`,
    });
  return parts.join("/");
}

export function acceptRef(ref: string): string {
  const fault = /^[0-9a-f]{40}$/.test(ref) ? undefined : branchNameProblem(ref);
  if (fault === undefined || fault.code === "branch-protected") return ref;
  throw new Problem("ref-not-found", { sentence: `"${ref.slice(0, 80)}" is not a branch or a full commit SHA.` });
}

function chooseRepo(rfe: Rfe, url: string | undefined): BasedRepo {
  if (url === undefined) return rfe.spec.umbrellaRepo;
  parseRepoUrl(url);
  const repo = repositoriesOf(rfe.spec).find((candidate) => sameRepository(candidate.url, url));
  if (repo !== undefined) return repo;
  throw new Problem("repository-not-found", { sentence: `${url} is not a repository of ${rfe.metadata.name}.` });
}

export async function openCommit(deps: Deps, actor: Actor, query: FileQuery, signal: AbortSignal): Promise<OpenCommit> {
  await authorize(deps.access, actor, "rfe.view", query.project);
  const rfe = await loadRfe(deps, query.project, query.id);
  const repo = chooseRepo(rfe, query.repo);
  const ref = acceptRef(query.ref ?? rfe.spec.branchName);
  const remote = await remoteFor(deps, query.project, repo.url, "read");
  const commit = await deps.git.resolve(remote, ref, signal);
  if (commit === undefined)
    throw new Problem("ref-not-found", { sentence: `${repo.url} has no branch or commit ${ref}.` });
  return { rfe, repo, remote, ref, commit };
}

export async function listFiles(
  deps: Deps,
  actor: Actor,
  query: FileQuery & { path: string; recursive: boolean },
  signal: AbortSignal,
): Promise<OpenCommit & { path: string; entries: TreeEntry[] }> {
  const path = acceptPath(query.path);
  const open = await openCommit(deps, actor, query, signal);
  const entries = await deps.git.tree(open.remote, open.commit, path, query.recursive, signal);
  if (entries === undefined)
    throw new Problem("no-such-file", { sentence: `There is no directory ${path || "/"} at ${open.ref}.` });
  return { ...open, path, entries };
}

export async function readFile(
  deps: Deps,
  actor: Actor,
  query: FileQuery & { path: string },
  signal: AbortSignal,
): Promise<OpenCommit & { blob: Blob }> {
  const path = acceptPath(query.path);
  const open = await openCommit(deps, actor, query, signal);
  const blob = path === "" ? undefined : await deps.git.blob(open.remote, open.commit, path, MAX_FILE_BYTES, signal);
  if (blob === undefined)
    throw new Problem("no-such-file", {
      sentence: `There is no file ${path || "/"} at ${open.ref}; links are not followed.`,
    });
  return { ...open, blob };
}

export async function renderFile(
  deps: Deps,
  actor: Actor,
  query: FileQuery & { path: string },
  signal: AbortSignal,
): Promise<OpenCommit & { blob: Blob } & RenderedMarkdown> {
  const file = await readFile(deps, actor, query, signal);
  const rendered = await deps.markdown.render(file.blob.sha, new TextDecoder().decode(file.blob.bytes));
  return { ...file, ...rendered };
}

export async function fileHistory(
  deps: Deps,
  actor: Actor,
  query: FileQuery & { path: string; skip: number; limit: number },
  signal: AbortSignal,
): Promise<OpenCommit & { commits: Commit[]; hasMore: boolean }> {
  const path = acceptPath(query.path);
  const open = await openCommit(deps, actor, query, signal);
  const range = { skip: query.skip, limit: query.limit + 1, ...(path === "" ? {} : { path }) };
  const commits = await deps.git.log(open.remote, open.commit, range, signal);
  return { ...open, commits: commits.slice(0, query.limit), hasMore: commits.length > query.limit };
}

/** What the feature branch changed since it left the base branch, or between two commits. */
export async function diffFiles(
  deps: Deps,
  actor: Actor,
  query: FileQuery & { from?: string | undefined; to?: string | undefined; path: string },
  signal: AbortSignal,
): Promise<{ from: Sha; to: Sha; files: FileDiff[] }> {
  const path = acceptPath(query.path);
  const { project, id, repo } = query;
  const head = await openCommit(deps, actor, { project, id, repo, ref: query.to }, signal);
  const fromRef = acceptRef(query.from ?? head.repo.branch);
  const from = await deps.git.resolve(head.remote, fromRef, signal);
  if (from === undefined)
    throw new Problem("ref-not-found", { sentence: `${head.repo.url} has no branch or commit ${fromRef}.` });
  const files = await deps.git.diff(head.remote, from, head.commit, path === "" ? undefined : path, signal);
  return { from, to: head.commit, files };
}
