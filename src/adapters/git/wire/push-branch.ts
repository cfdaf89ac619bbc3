import { branchRef } from "#adapters/git/git-names.ts";
import { refuseBlocked } from "#adapters/git/prepare-change.ts";
import { isProblem, Problem } from "#domain/problem.ts";
import type { Sha } from "#ports/git-repository.ts";
import type { Endpoint } from "./endpoint.ts";
import type { GitObject } from "./git-object.ts";
import { sendPush } from "./receive-pack.ts";
import { statusProblem } from "./smart-http.ts";
import { faultProblem } from "./wire-fault.ts";

export interface BranchPush {
  endpoint: Endpoint;
  branch: string;
  sha: Sha;
  /** The value the branch must have; undefined = it must not exist. */
  expected: Sha | undefined;
  /** What the commit needs that its parent has not, by id. */
  objects: ReadonlyMap<Sha, GitObject>;
  /** Those of them that the server has already. */
  known: ReadonlySet<Sha>;
  capabilities: ReadonlySet<string>;
  /** The branch and its neighbours, read anew. */
  readRefs: (signal: AbortSignal) => Promise<Map<string, Sha>>;
}

export type PushOutcome = { kind: "pushed" | "already" | "moved"; sha: Sha };

/** Words of a git server that was told to point a branch at a commit it does not have. */
const UNKNOWN_COMMIT = /missing necessary objects/;

/**
 * Create-only or compare-and-swap of one branch. A refusal says too little (exists, moved and locked look alike) and
 * a lost answer nothing: after both the branch is read again, and its value decides.
 */
export async function pushBranch(push: BranchPush, signal: AbortSignal): Promise<PushOutcome> {
  const first = await attempt(push, signal);
  if (!(first instanceof Problem)) return first;
  // The branch is as it was. Someone else's push may have held its lock, a kept connection was closed, or the server
  // lost what it had: the same push once more, now whole, is safe, because it compares again.
  const second = await attempt({ ...push, known: new Set() }, signal);
  if (second instanceof Problem) throw second;
  return second;
}

/** A Problem is returned when the branch was read again and stands where it stood. */
async function attempt(push: BranchPush, signal: AbortSignal): Promise<PushOutcome | Problem> {
  const { remote } = push.endpoint;
  const trouble = await send(push, signal);
  if (trouble === undefined) return { kind: "pushed", sha: push.sha };
  const refs = await push.readRefs(signal);
  const tip = refs.get(branchRef(push.branch));
  if (tip === push.sha) return { kind: "already", sha: tip };
  if (tip === push.expected) {
    // The blocker may have come after the change was prepared.
    if (tip === undefined) refuseBlocked({ refs }, remote, push.branch);
    return trouble;
  }
  if (tip !== undefined) return { kind: "moved", sha: tip };
  throw new Problem("branch-moved", {
    sentence: `${push.branch} in ${remote.url} was deleted meanwhile.`,
  });
}

/** undefined = accepted. Throws when the push was turned away before the server looked at it. */
async function send(push: BranchPush, signal: AbortSignal): Promise<Problem | undefined> {
  const { endpoint, branch, sha, expected } = push;
  const { url } = endpoint.remote;
  const command = { ref: branchRef(branch), old: expected, new: sha };
  try {
    const objects = [...push.objects].flatMap(([id, object]) => (push.known.has(id) ? [] : [object]));
    const report = await sendPush(endpoint, [command], objects, push.capabilities, signal);
    if (report.kind === "accepted") return undefined;
    if (report.kind === "refused") return refusal(push, report.words);
    if (report.status === 403) throw refusal(push, "this credential may not push here");
    return orThrow(statusProblem(report.status, url));
  } catch (error) {
    signal.throwIfAborted();
    return orThrow(faultProblem(error, url));
  }
}

/** Errors after which nobody knows whether the push arrived. */
function orThrow(error: unknown): Problem {
  if (isProblem(error, "git-timeout", "git-host-unreachable", "git-protocol", "too-large")) return error;
  throw error;
}

function refusal({ endpoint, branch, sha }: BranchPush, words: string): Problem {
  const { url } = endpoint.remote;
  if (UNKNOWN_COMMIT.test(words)) return new Problem("ref-not-found", { sentence: `${url} has no commit ${sha}.` });
  return new Problem("push-refused", {
    sentence: `The git host refused ${branch} in ${url}: ${words}`,
    facts: { branch, hostSaid: words },
  });
}
