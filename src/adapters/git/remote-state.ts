import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "#domain/problem.ts";
import type { Remote, RemoteState, Sha } from "#ports/git-repository.ts";
import type { GitCommand } from "./git-command.ts";
import { refOf } from "./git-names.ts";
import type { Mirrors } from "./mirror.ts";

const HEADS = "refs/heads/";
/** A look at refs is small and quick; longer means that nobody answers. */
const lookLimits = { idleMs: 30_000, totalMs: 60_000 };

/** What git appends to the name of an annotated tag for the commit behind it. */
const PEELED = "^{}";

export interface RemoteRefs {
  /** The full name that HEAD stands for. */
  head: string | undefined;
  /** Full names, with at least those that were asked for and exist. */
  refs: Map<string, Sha>;
}

/** Live refs of a remote that match the patterns, in one process. */
export async function listRemote(
  git: GitCommand,
  remote: Remote,
  patterns: readonly string[],
  signal: AbortSignal,
): Promise<RemoteRefs> {
  const args = ["ls-remote", "--symref", "--", remote.url, ...patterns];
  const output = await git.text({ args, remote, limits: lookLimits }, signal);
  const found: RemoteRefs = { head: undefined, refs: new Map() };
  for (const line of output.split("\n")) {
    const [value, name] = line.split("\t");
    if (value === undefined || name === undefined) continue;
    if (!value.startsWith("ref: ")) found.refs.set(name, value);
    else if (name === "HEAD") found.head = value.slice("ref: ".length);
  }
  return found;
}

/** The same, read straight from the directory when the repository is hosted here. */
export async function lookAtRefs(
  mirrors: Mirrors,
  remote: Remote,
  patterns: readonly string[],
  signal: AbortSignal,
): Promise<RemoteRefs> {
  const own = await mirrors.locate(remote);
  if (own !== undefined) return await ownRefs(mirrors, remote, own, signal);
  const found = await listRemote(mirrors.git, remote, patterns, signal);
  mirrors.admit(remote);
  return found;
}

async function ownRefs(mirrors: Mirrors, remote: Remote, gitDir: string, signal: AbortSignal): Promise<RemoteRefs> {
  const headFile = await readFile(join(gitDir, "HEAD"), "utf8").catch((error: unknown) => {
    throw new Problem("repository-not-found", { sentence: `There is no repository at ${remote.url}.`, cause: error });
  });
  const args = ["for-each-ref", "--format=%(refname) %(objectname) %(*objectname)", "refs/heads", "refs/tags"];
  const output = await mirrors.git.text({ gitDir, args }, signal);
  const refs = new Map<string, Sha>();
  for (const line of output.split("\n")) {
    const [name = "", sha, peeled] = line.split(" ");
    if (sha !== undefined) refs.set(name, sha);
    if (peeled) refs.set(name + PEELED, peeled);
  }
  const head = /^ref: (\S+)/.exec(headFile)?.[1];
  return { head, refs };
}

/** The default branch and the asked branches. git matches ends of names, so names are compared whole here. */
export async function readState(
  mirrors: Mirrors,
  remote: Remote,
  branches: readonly string[],
  signal: AbortSignal,
): Promise<RemoteState> {
  const names = branches.map((branch) => [branch, refOf(branch)] as const);
  const patterns = names.flatMap(([name, ref]) => (ref === name ? [ref, ref + PEELED] : [ref]));
  const { head, refs } = await lookAtRefs(mirrors, remote, ["HEAD", ...patterns], signal);
  const found = new Map<string, Sha>();
  for (const [branch, ref] of names) {
    const sha = refs.get(ref + PEELED) ?? refs.get(ref);
    if (sha !== undefined) found.set(branch, sha);
  }
  const isNothing = refs.size === 0 && (await isEmpty(mirrors, remote, signal));
  return { defaultBranch: branchOf(head), branches: found, isEmpty: isNothing };
}

const branchOf = (ref: string | undefined): string | undefined =>
  ref?.startsWith(HEADS) ? ref.slice(HEADS.length) : undefined;

/** The default branch and every branch. git matches ends of names, so what is no branch is left out here. */
export async function readAllBranches(mirrors: Mirrors, remote: Remote, signal: AbortSignal): Promise<RemoteState> {
  const { head, refs } = await lookAtRefs(mirrors, remote, ["HEAD", `${HEADS}*`], signal);
  const branches = new Map<string, Sha>();
  for (const [ref, sha] of refs) {
    const name = branchOf(ref);
    if (name !== undefined) branches.set(name, sha);
  }
  return { defaultBranch: branchOf(head), branches, isEmpty: branches.size === 0 };
}

/** Nothing matched: either there is no branch at all, or HEAD names a missing one and others exist. */
async function isEmpty(mirrors: Mirrors, remote: Remote, signal: AbortSignal): Promise<boolean> {
  if ((await mirrors.locate(remote)) !== undefined) return true;
  const args = ["ls-remote", "--heads", "--", remote.url];
  return (await mirrors.git.text({ args, remote, limits: lookLimits }, signal)) === "";
}

/** Throws what keeps this credential from reading the remote; silent and free when it was seen to work a moment ago. */
export async function checkAdmission(mirrors: Mirrors, remote: Remote, signal: AbortSignal): Promise<void> {
  if (mirrors.isAdmitted(remote) || (await mirrors.locate(remote)) !== undefined) return;
  await lookAtRefs(mirrors, remote, ["HEAD"], signal);
}
