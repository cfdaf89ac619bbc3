import { setTimeout as pause } from "node:timers/promises";
import { Problem } from "#domain/problem.ts";
import type { Remote, Sha } from "#ports/git-repository.ts";
import type { Patience } from "#ports/git-workspace.ts";
import { branchRef } from "./git-names.ts";
import { patiently } from "./host-patience.ts";
import { pushRef, type RefPushOutcome } from "./push-ref.ts";
import { listRemote } from "./remote-state.ts";
import { type ReplayPlace, replayOnto } from "./replay.ts";

export interface Publication extends ReplayPlace {
  remote: Remote;
  branch: string;
  commit: Sha;
  patience: Patience | undefined;
  now: () => number;
  random: () => number;
}

const MAX_TRIES = 20;
const MAX_MS = 5 * 60_000;

/** Why the work could not go to its branch: everything is tried, and nothing was changed there. */
export class Unpublishable extends Error {}

/** Brings the work onto the branch, on top of whatever others pushed meanwhile. */
export async function publishWork(publication: Publication, signal: AbortSignal): Promise<Sha> {
  const { patience, now } = publication;
  const deadline = now() + MAX_MS;
  for (let attempt = 0; attempt < MAX_TRIES && now() < deadline; attempt += 1) {
    if (attempt > 0) await pause(publication.random() * Math.min(50 * 2 ** attempt, 2_000), undefined, { signal });
    const outcome = await patiently(() => tryOnce(publication, signal), patience, now, signal);
    if (outcome.kind !== "moved") return outcome.sha;
  }
  throw new Unpublishable(
    `${publication.branch} in ${publication.remote.url} moved faster than the work could be put on top of it`,
  );
}

/** Begins by reading the branch, so that it may be repeated also when nobody knows what became of a push. */
async function tryOnce(publication: Publication, signal: AbortSignal): Promise<RefPushOutcome> {
  const { git, gitDir, remote, branch, commit } = publication;
  const readTip = async (again: AbortSignal) =>
    (await listRemote(git, remote, [branchRef(branch)], again)).refs.get(branchRef(branch));
  const tip = await readTip(signal);
  const push = { git, gitDir, remote, branch, expected: tip, readTip };
  if (tip === undefined) return await pushRef({ ...push, sha: commit }, signal);
  await fetchTip(publication, signal);
  if (!(await isHere(publication, tip, signal))) return { kind: "moved", sha: tip };
  if (await isAncestor(publication, commit, tip, signal)) return { kind: "already", sha: commit };
  if (await isAncestor(publication, tip, commit, signal)) return await pushRef({ ...push, sha: commit }, signal);
  const replayed = await replayOnto(publication, tip, commit, signal);
  if (replayed === undefined) throw new Unpublishable(`it conflicts with what was pushed to ${branch} meanwhile`);
  return await pushRef({ ...push, sha: replayed }, signal);
}

async function fetchTip({ git, gitDir, remote, branch }: Publication, signal: AbortSignal): Promise<void> {
  const refspec = `+${branchRef(branch)}:refs/vteam/target`;
  const args = ["fetch", "--no-tags", "--no-write-fetch-head", "--progress", "--", remote.url, refspec];
  await git.run({ gitDir, args, remote }, signal);
}

async function isHere({ git, gitDir }: Publication, sha: Sha, signal: AbortSignal): Promise<boolean> {
  return (
    (await git.run({ gitDir, args: ["cat-file", "-e", `${sha}^{commit}`], answers: [1, 128] }, signal)).exitCode === 0
  );
}

async function isAncestor({ git, gitDir }: ReplayPlace, older: Sha, newer: Sha, signal: AbortSignal): Promise<boolean> {
  const args = ["merge-base", "--is-ancestor", older, newer];
  return (await git.run({ gitDir, args, answers: [1] }, signal)).exitCode === 0;
}

/** Puts the work on a branch of its own, which nobody else writes; returns the full name of the ref that holds it. */
export async function keepOnBranch(publication: Publication, signal: AbortSignal): Promise<string> {
  const { git, gitDir, remote, commit, patience, now } = publication;
  for (const branch of [publication.branch, `${publication.branch}-${commit.slice(0, 8)}`]) {
    const readTip = async (again: AbortSignal) =>
      (await listRemote(git, remote, [branchRef(branch)], again)).refs.get(branchRef(branch));
    const push = { git, gitDir, remote, branch, sha: commit, expected: undefined, readTip };
    // Create-only: of a push that arrived unheard, the next one finds the branch with our commit, and is content.
    const outcome = await patiently(() => pushRef(push, signal), patience, now, signal);
    if (outcome.kind !== "moved") return branchRef(branch);
  }
  throw new Problem("branch-exists", { sentence: `${publication.branch} in ${remote.url} is taken by other work.` });
}
