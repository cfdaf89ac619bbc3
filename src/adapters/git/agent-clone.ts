import { Problem } from "#domain/problem.ts";
import type { Checkout, CheckoutRequest } from "#ports/git-workspace.ts";
import type { GitCommand } from "./git-command.ts";
import { isMissingRef, remoteProblem } from "./git-failure.ts";
import { branchRef, checkedSha } from "./git-names.ts";
import { patiently } from "./host-patience.ts";
import { makeBare } from "./mirror.ts";

interface AgentCloneOptions {
  git: GitCommand;
  /** Who commits in the clone. */
  author: { name: string; email: string };
  now: () => number;
}

/** What `git push` tells an agent that tries it. */
const PUSH_URL = "/the-runner-pushes-your-commits-after-the-session";

/**
 * Our bare repository first, with the credential; then the agent's clone from it. The clone knows neither the
 * remote nor the credential, and shares no file with ours.
 */
export async function checkoutForAgent(
  { git, author, now }: AgentCloneOptions,
  request: CheckoutRequest,
  signal: AbortSignal,
): Promise<Checkout> {
  const { branch, directory, cleanDirectory, patience } = request;
  const ref = branchRef(branch);
  const gitDir = await makeBare(cleanDirectory);
  await patiently(() => fetchBranches(git, gitDir, request, signal), patience, now, signal);
  const commit = checkedSha(
    (await git.text({ gitDir, args: ["rev-parse", "--verify", `${ref}^{commit}`] }, signal)).trim(),
  );
  await git.run({ gitDir, args: ["update-ref", "refs/vteam/base", commit] }, signal);
  const settings = [`user.name=${author.name}`, `user.email=${author.email}`, `remote.origin.pushurl=${PUSH_URL}`];
  const clone = ["clone", "--quiet", "--no-hardlinks", "--no-tags", `--branch=${branch}`];
  const config = settings.flatMap((setting) => ["-c", setting]);
  await git.run({ args: [...clone, ...config, "--", gitDir, directory], readsNeighbour: true }, signal);
  return { directory, commit };
}

/** Refs and objects into our bare repository. Git takes a pack whole or not at all, so this may be repeated. */
async function fetchBranches(
  git: GitCommand,
  gitDir: string,
  { remote, branch, compareWith = [] }: CheckoutRequest,
  signal: AbortSignal,
): Promise<void> {
  const ref = branchRef(branch);
  const fetch = (refs: readonly string[]) => {
    const refspecs = refs.map((name) => `+${name}:${name}`);
    const args = ["fetch", "--no-tags", "--no-write-fetch-head", "--progress", "--", remote.url, ...refspecs];
    return git.run({ gitDir, args, remote, answers: [1, 128] }, signal);
  };
  const others = compareWith.filter((name) => name !== branch).map(branchRef);
  const together = await fetch([ref, ...others]);
  // One that is missing fails them all, and only the session's own branch must be there.
  const isWithout = together.exitCode !== 0 && others.length > 0 && isMissingRef(together.stderr);
  const { exitCode, stderr } = isWithout ? await fetch([ref]) : together;
  if (exitCode === 0) return;
  if (isMissingRef(stderr)) throw new Problem("ref-not-found", { sentence: `${remote.url} has no branch ${branch}.` });
  throw remoteProblem({ exitCode, stderr, url: remote.url });
}
