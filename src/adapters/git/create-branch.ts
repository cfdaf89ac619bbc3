import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Problem } from "#domain/problem.ts";
import type { Remote, Sha } from "#ports/git-repository.ts";
import { isMissingRef, remoteProblem } from "./git-failure.ts";
import { checkedSha } from "./git-names.ts";
import { type Mirrors, makeBare } from "./mirror.ts";
import { pushPrepared, readFreeTip } from "./prepare-change.ts";

/** Points a new branch at a commit of the remote. Who came first wins; the branch is never moved. */
export async function createBranch(
  mirrors: Mirrors,
  remote: Remote,
  branch: string,
  at: Sha,
  signal: AbortSignal,
): Promise<{ kind: "pushed" | "already"; sha: Sha }> {
  const present = await readFreeTip(mirrors, remote, branch, signal);
  if (present !== undefined) return { kind: "already", sha: present };
  const store = await mirrors.store(remote);
  const push = async (gitDir: string) => {
    const outcome = await pushPrepared(mirrors, remote, branch, undefined, at, signal, gitDir);
    return { kind: outcome.kind === "pushed" ? ("pushed" as const) : ("already" as const), sha: outcome.sha };
  };
  if (await mirrors.has(store, at, signal)) return await push(store);
  const scratch = await mkdtemp(join(tmpdir(), "vteam-branch-"));
  try {
    await bringOneCommit(mirrors, remote, scratch, at, signal);
    return await push(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** git pushes only what it has: the commit with its trees, without history and, where the host can, without files. */
async function bringOneCommit(
  mirrors: Mirrors,
  remote: Remote,
  directory: string,
  at: Sha,
  signal: AbortSignal,
): Promise<void> {
  const gitDir = await makeBare(directory);
  const args = [
    "fetch",
    "--depth=1",
    "--filter=blob:none",
    "--no-tags",
    "--no-write-fetch-head",
    "--progress",
    "--",
    remote.url,
    `${checkedSha(at)}:refs/mirror/at`,
  ];
  const { exitCode, stderr } = await mirrors.git.run({ gitDir, args, remote, answers: [1, 128] }, signal);
  if (exitCode === 0) return;
  if (isMissingRef(stderr)) throw new Problem("ref-not-found", { sentence: `${remote.url} has no commit ${at}.` });
  throw remoteProblem({ exitCode, stderr, url: remote.url });
}
