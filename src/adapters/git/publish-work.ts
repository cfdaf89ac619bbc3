import { setTimeout as pause } from "node:timers/promises";
import { isProblem, Problem } from "#domain/problem.ts";
import type { Remote, Sha } from "#ports/git-repository.ts";
import { branchRef } from "./git-names.ts";
import { pushRef, type RefPushOutcome } from "./push-ref.ts";
import { listRemote } from "./remote-state.ts";
import { type ReplayPlace, replayOnto } from "./replay.ts";

export interface Publication extends ReplayPlace {
  remote: Remote;
  branch: string;
  commit: Sha;
  now: () => number;
  random: () => number;
}

const MAX_TRIES = 20;
const MAX_MS = 5 * 60_000;
/** A host that does not answer is asked this often before the work is kept elsewhere. */
const MAX_SILENCES = 4;

/** Why the work could not go to its branch: everything is tried, and nothing was changed there. */
export class Unpublishable extends Error {}

/** Brings the work onto the branch, on top of whatever others pushed meanwhile. */
export async function publishWork(publication: Publication, signal: AbortSignal): Promise<Sha> {
  const deadline = publication.now() + MAX_MS;
  let silences = 0;
  for (let attempt = 0; attempt < MAX_TRIES && publication.now() < deadline; attempt += 1) {
    if (attempt > 0) await pause(publication.random() * Math.min(50 * 2 ** attempt, 2_000), undefined, { signal });
    try {
      const outcome = await tryOnce(publication, signal);
      if (outcome.kind !== "moved") return outcome.sha;
    } catch (error) {
      silences += 1;
      if (!isProblem(error, "git-host-unreachable", "git-timeout") || silences >= MAX_SILENCES) throw error;
    }
  }
  throw new Unpublishable(
    `${publication.branch} in ${publication.remote.url} moved faster than the work could be put on top of it`,
  );
}

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
  const { git, gitDir, remote, commit } = publication;
  for (const branch of [publication.branch, `${publication.branch}-${commit.slice(0, 8)}`]) {
    const readTip = async (again: AbortSignal) =>
      (await listRemote(git, remote, [branchRef(branch)], again)).refs.get(branchRef(branch));
    const push = { git, gitDir, remote, branch, sha: commit, expected: undefined, readTip };
    if ((await pushRef(push, signal)).kind !== "moved") return branchRef(branch);
  }
  throw new Problem("branch-exists", { sentence: `${publication.branch} in ${remote.url} is taken by other work.` });
}
