import { isProblem, Problem } from "#domain/problem.ts";
import type { Remote, Sha } from "#ports/git-repository.ts";
import type { GitCommand } from "./git-command.ts";
import { refusalWords, remoteProblem } from "./git-failure.ts";
import { branchRef, checkedSha } from "./git-names.ts";

export interface RefPush {
  git: GitCommand;
  /** The repository that holds the commit. */
  gitDir: string;
  remote: Remote;
  branch: string;
  sha: Sha;
  /** The value the branch must have; undefined = it must not exist. */
  expected: Sha | undefined;
  /** Reads the branch again, live. */
  readTip: (signal: AbortSignal) => Promise<Sha | undefined>;
}

export type RefPushOutcome = { kind: "pushed" | "already" | "moved"; sha: Sha };

/**
 * Create-only or compare-and-swap of one branch. A refusal in git's words says too little (exists, moved and blocked
 * look alike), and a cut connection nothing: after both the branch is read again and its value decides.
 */
export async function pushRef(push: RefPush, signal: AbortSignal): Promise<RefPushOutcome> {
  const first = await attempt(push, signal);
  if (!(first instanceof Problem)) return first;
  // Another push may have held the branch's lock and not be through yet: a refusal counts when it is repeated.
  const second = isProblem(first, "push-refused") ? await attempt(push, signal) : first;
  if (second instanceof Problem) throw second;
  return second;
}

async function attempt(push: RefPush, signal: AbortSignal): Promise<RefPushOutcome | Problem> {
  const ref = branchRef(push.branch);
  const lease = `--force-with-lease=${ref}:${push.expected === undefined ? "" : checkedSha(push.expected)}`;
  const refspec = `${checkedSha(push.sha)}:${ref}`;
  const args = ["push", "--porcelain", "--no-verify", "--progress", lease, "--", push.remote.url, refspec];
  const { git, gitDir, remote } = push;
  const outcome = await git.run({ gitDir, args, remote, answers: [1, 128] }, signal).catch(timeoutOf);
  if (!(outcome instanceof Problem) && outcome.exitCode === 0) {
    // Nothing to do is an exit code of 0 as well: "=" in front of the ref.
    return { kind: /^=\t/m.test(outcome.stdout.toString("utf8")) ? "already" : "pushed", sha: push.sha };
  }
  const tip = await push.readTip(signal);
  if (tip === push.sha) return { kind: "already", sha: tip };
  if (tip !== push.expected && tip !== undefined) return { kind: "moved", sha: tip };
  if (outcome instanceof Problem) return outcome;
  return refusal(push.remote.url, push.branch, outcome.stderr, outcome.stdout.toString("utf8"));
}

/** A push that took too long may still have arrived: it is an outcome to look into, not yet an error. */
function timeoutOf(error: unknown): Problem {
  if (isProblem(error, "git-timeout")) return error;
  throw error;
}

function refusal(url: string, branch: string, stderr: string, porcelain: string): Problem {
  const wasRefused = /^!\t/m.test(porcelain);
  const isForbidden = /returned error: 403/.test(stderr);
  if (!wasRefused && !isForbidden) return remoteProblem({ exitCode: 128, stderr, url });
  const words = refusalWords(stderr, porcelain);
  return new Problem("push-refused", {
    sentence: `The git host refused ${branch} in ${url}: ${words}`,
    facts: { branch, hostSaid: words },
  });
}
