import { isProblem, Problem } from "#domain/problem.ts";
import type { Change, Prepared, Remote, Sha } from "#ports/git-repository.ts";
import { writeCommit } from "./commit-object.ts";
import { branchRef, namesAbove } from "./git-names.ts";
import type { Mirrors } from "./mirror.ts";
import { pushRef, type RefPushOutcome } from "./push-ref.ts";
import { lookAtRefs, type RemoteRefs, readState } from "./remote-state.ts";
import { changeTree } from "./tree-change.ts";
import { treeReader } from "./tree-reader.ts";

/** Makes the commit of a change here, without a work tree; the remote is only read. */
export async function prepareChange(
  mirrors: Mirrors,
  remote: Remote,
  change: Change,
  signal: AbortSignal,
): Promise<Prepared> {
  const { base, tip } = await readEnds(mirrors, remote, change, signal);
  const parent = tip ?? base;
  const isHere = await mirrors.bring(remote, parent, tip === undefined ? change.baseBranch : change.branch, signal);
  if (!isHere)
    throw new Problem("branch-moved", { sentence: `${change.branch} in ${remote.url} moved while it was read.` });
  const gitDir = await mirrors.store(remote);
  const place = { git: mirrors.git, gitDir, commit: parent };
  const files = await change.files(treeReader(place, signal));
  const tree = await changeTree(place, files, signal);
  const next =
    tree === undefined ? parent : await writeCommit({ git: mirrors.git, gitDir }, { ...change, tree, parent }, signal);
  return { base, tip, next, push: (pushSignal) => pushPrepared(mirrors, remote, change.branch, tip, next, pushSignal) };
}

async function readEnds(
  mirrors: Mirrors,
  remote: Remote,
  { baseBranch, branch }: Change,
  signal: AbortSignal,
): Promise<{ base: Sha; tip: Sha | undefined }> {
  const patterns = ["HEAD", branchRef(baseBranch), ...neighbours(branch)];
  const look = await lookAtRefs(mirrors, remote, patterns, signal);
  const base = look.refs.get(branchRef(baseBranch));
  const tip = look.refs.get(branchRef(branch));
  if (base === undefined) {
    const { isEmpty } = await readState(mirrors, remote, [baseBranch], signal);
    if (isEmpty) throw new Problem("repository-empty", { sentence: `${remote.url} has no commit yet.` });
    throw new Problem("base-branch-missing", { sentence: `${remote.url} has no branch ${baseBranch}.` });
  }
  if (tip === undefined) refuseBlocked(look, remote, branch);
  return { base, tip };
}

/** The branch as it is now; throws when it is missing and another one is in its way. */
export async function readFreeTip(
  mirrors: Mirrors,
  remote: Remote,
  branch: string,
  signal: AbortSignal,
): Promise<Sha | undefined> {
  const look = await lookAtRefs(mirrors, remote, neighbours(branch), signal);
  const tip = look.refs.get(branchRef(branch));
  if (tip === undefined) refuseBlocked(look, remote, branch);
  return tip;
}

/** The branch itself, and those that git cannot hold beside it. */
const neighbours = (branch: string): string[] => [
  branchRef(branch),
  ...namesAbove(branch).map(branchRef),
  `${branchRef(branch)}/*`,
];

/** Throws when a branch is in the way: git holds x or x/y, never both. */
export function refuseBlocked({ refs }: Pick<RemoteRefs, "refs">, remote: Remote, branch: string): void {
  const above = namesAbove(branch).find((name) => refs.has(branchRef(name)));
  const below = [...refs.keys()].find((name) => name.startsWith(`${branchRef(branch)}/`))?.slice("refs/heads/".length);
  const blocker = above ?? below;
  if (blocker === undefined) return;
  throw new Problem("branch-exists", {
    sentence: `The branch ${blocker} in ${remote.url} is in the way of ${branch}.`,
  });
}

/** A branch pushed with what it must be now; a refusal because of a neighbour says so. */
export async function pushPrepared(
  mirrors: Mirrors,
  remote: Remote,
  branch: string,
  expected: Sha | undefined,
  sha: Sha,
  signal: AbortSignal,
  gitDir?: string,
): Promise<RefPushOutcome> {
  if (expected === sha) return { kind: "already", sha };
  const readTip = async (again: AbortSignal) =>
    (await readState(mirrors, remote, [branch], again)).branches.get(branch);
  const place = gitDir ?? (await mirrors.store(remote));
  try {
    return await pushRef({ git: mirrors.git, gitDir: place, remote, branch, sha, expected, readTip }, signal);
  } catch (error) {
    // The blocker may have come after the change was prepared.
    if (expected === undefined && isProblem(error, "push-refused")) await readFreeTip(mirrors, remote, branch, signal);
    throw error;
  }
}
