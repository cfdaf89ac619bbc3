import { editsOf, pathsToLookAt } from "#adapters/git/file-edit.ts";
import { branchRef } from "#adapters/git/git-names.ts";
import { refuseBlocked } from "#adapters/git/prepare-change.ts";
import { Problem } from "#domain/problem.ts";
import type { Change, Prepared, PushState, Remote, Sha } from "#ports/git-repository.ts";
import type { FetchedCommit } from "./commit-cache.ts";
import { commitObject } from "./commit-object.ts";
import { type GitObject, objectId } from "./git-object.ts";
import type { PushLook } from "./push-looks.ts";
import { shelfReader } from "./shelf-reader.ts";
import { editTree } from "./tree-edit.ts";
import { pushChange } from "./wire-branch.ts";
import type { WireRemotes } from "./wire-remotes.ts";

/** Whether the credential may push; throws what kept us from finding out. */
export async function mayPush(wire: WireRemotes, remote: Remote, signal: AbortSignal): Promise<boolean> {
  const look = await wire.looks.look(wire.endpoint(remote), signal);
  if (look.kind === "closed" && look.status !== 403) throw look.problem;
  return look.kind === "open";
}

/** The same where every "no" counts as one. */
export const isOpen = async (wire: WireRemotes, remote: Remote, signal: AbortSignal): Promise<boolean> =>
  (await wire.looks.look(wire.endpoint(remote), signal)).kind === "open";

/** The right to push and the branches, in one request where the server lets us push. */
export async function readPushState(
  wire: WireRemotes,
  remote: Remote,
  branches: readonly string[],
  signal: AbortSignal,
): Promise<PushState> {
  const look = await wire.looks.look(wire.endpoint(remote), signal);
  if (look.kind === "open" && look.refs !== undefined) {
    const { refs } = look;
    const found = branches.flatMap((branch) => {
      const sha = refs.get(branchRef(branch));
      return sha === undefined ? [] : [[branch, sha] as const];
    });
    return { canPush: true, branches: new Map(found), isEmpty: !hasHeads(refs) };
  }
  // Whoever may not even read is told so by this.
  const { branches: found, isEmpty } = await wire.state(remote, branches, signal);
  return { canPush: look.kind === "open", branches: found, isEmpty };
}

/** Makes the commit of a change in memory, from the few objects it touches; the remote is only read. */
export async function prepareChange(
  wire: WireRemotes,
  remote: Remote,
  change: Change,
  signal: AbortSignal,
): Promise<Prepared> {
  branchRef(change.branch);
  const look = await wire.looks.take(wire.endpoint(remote), signal);
  const refs = await refsFor(wire, remote, change, look, signal);
  const base = refs.get(branchRef(change.baseBranch));
  const tip = refs.get(branchRef(change.branch));
  if (base === undefined) throw await missingBase(wire, remote, change.baseBranch, look, signal);
  if (tip === undefined) refuseBlocked({ refs }, remote, change.branch);
  const parent = tip ?? base;
  const commit = await wire.commit(remote, parent, signal);
  if (commit === undefined)
    throw new Problem("branch-moved", { sentence: `${change.branch} in ${remote.url} moved while it was read.` });
  const { next, objects } = await commitOf(commit, change);
  const push = (pushSignal: AbortSignal) =>
    pushChange(wire, remote, { branch: change.branch, expected: tip, sha: next, objects, look }, pushSignal);
  return { base, tip, next, push };
}

async function commitOf(parent: FetchedCommit, change: Change): Promise<{ next: Sha; objects: Map<Sha, GitObject> }> {
  const reader = shelfReader(parent);
  const files = await change.files(reader);
  const entries = await Promise.all(pathsToLookAt(files).map((path) => reader.entry(path)));
  const edits = editsOf(files, new Map(entries.flatMap((entry) => (entry === undefined ? [] : [[entry.path, entry]]))));
  if (edits.length === 0) return { next: parent.commit, objects: new Map() };
  const { tree, objects } = await editTree(parent.shelf, parent.tree, edits);
  if (tree === parent.tree) return { next: parent.commit, objects: new Map() };
  const commit = commitObject({ ...change, tree, parent: parent.commit }, parent.seconds);
  const next = objectId(commit);
  return { next, objects: new Map([[next, commit], ...objects]) };
}

async function refsFor(
  wire: WireRemotes,
  remote: Remote,
  { branch, baseBranch }: Change,
  look: PushLook,
  signal: AbortSignal,
): Promise<Map<string, Sha>> {
  if (look.kind === "open" && look.refs !== undefined) return look.refs;
  return await wire.readRefs(remote, branch, [baseBranch], signal);
}

async function missingBase(
  wire: WireRemotes,
  remote: Remote,
  baseBranch: string,
  look: PushLook,
  signal: AbortSignal,
): Promise<Problem> {
  const isThere =
    look.kind === "open" && look.refs !== undefined ? hasHeads(look.refs) : await wire.hasBranches(remote, signal);
  if (!isThere) return new Problem("repository-empty", { sentence: `${remote.url} has no commit yet.` });
  return new Problem("base-branch-missing", { sentence: `${remote.url} has no branch ${baseBranch}.` });
}

const hasHeads = (refs: ReadonlyMap<string, Sha>): boolean =>
  [...refs.keys()].some((name) => name.startsWith("refs/heads/"));
