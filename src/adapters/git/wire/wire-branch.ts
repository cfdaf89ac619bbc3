import { branchRef } from "#adapters/git/git-names.ts";
import { refuseBlocked } from "#adapters/git/prepare-change.ts";
import { Problem } from "#domain/problem.ts";
import type { Remote, Sha } from "#ports/git-repository.ts";
import type { GitObject } from "./git-object.ts";
import { type PushOutcome, pushBranch } from "./push-branch.ts";
import type { PushLook } from "./push-looks.ts";
import { LacksAbility } from "./wire-fault.ts";
import type { WireRemotes } from "./wire-remotes.ts";

/** Points a new branch at a commit the server has. Who came first wins; the branch is never moved. */
export async function createBranch(
  wire: WireRemotes,
  remote: Remote,
  branch: string,
  at: Sha,
  signal: AbortSignal,
): Promise<{ kind: "pushed" | "already"; sha: Sha }> {
  branchRef(branch);
  const look = await wire.looks.take(wire.endpoint(remote), signal);
  const refs =
    look.kind === "open" && look.refs !== undefined ? look.refs : await wire.readRefs(remote, branch, [], signal);
  const present = refs.get(branchRef(branch));
  if (present !== undefined) return { kind: "already", sha: present };
  refuseBlocked({ refs }, remote, branch);
  const push = { branch, expected: undefined, sha: at, objects: new Map(), look };
  const outcome = await pushChange(wire, remote, push, signal);
  return { kind: outcome.kind === "pushed" ? "pushed" : "already", sha: outcome.sha };
}

interface PreparedPush {
  branch: string;
  expected: Sha | undefined;
  sha: Sha;
  objects: ReadonlyMap<Sha, GitObject>;
  look: PushLook;
}

/** Pushes what was prepared, with what the branch must be now. */
export async function pushChange(
  wire: WireRemotes,
  remote: Remote,
  { look, ...push }: PreparedPush,
  signal: AbortSignal,
): Promise<PushOutcome> {
  if (push.expected === push.sha) return { kind: "already", sha: push.sha };
  const endpoint = wire.endpoint(remote);
  const open = look.kind === "open" ? look : await wire.looks.look(endpoint, signal);
  if (open.kind === "closed") {
    const sentence = `The git host refused ${push.branch} in ${remote.url}: this credential may not push here.`;
    throw new Problem("push-refused", { sentence, cause: open.problem });
  }
  wire.looks.forget(remote.url);
  const readRefs = (again: AbortSignal) => readAgain(wire, remote, push.branch, again);
  const known = wire.knownBlobs.behind(remote.url, open.refs);
  try {
    const outcome = await pushBranch({ endpoint, ...push, known, capabilities: open.capabilities, readRefs }, signal);
    if (outcome.kind !== "moved") wire.knownBlobs.add(remote.url, branchRef(push.branch), push.sha, push.objects);
    return outcome;
  } finally {
    wire.looks.forget(remote.url);
  }
}

/** After a refusal: single refs where the server can list them, else its whole advertisement. */
async function readAgain(
  wire: WireRemotes,
  remote: Remote,
  branch: string,
  signal: AbortSignal,
): Promise<Map<string, Sha>> {
  try {
    return await wire.readRefs(remote, branch, [], signal);
  } catch (error) {
    if (!(error instanceof LacksAbility)) throw error;
    const look = await wire.looks.look(wire.endpoint(remote), signal);
    if (look.kind === "closed") throw look.problem;
    if (look.refs === undefined) throw error;
    return look.refs;
  }
}
