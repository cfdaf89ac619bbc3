import type { Sha } from "#ports/git-repository.ts";
import type { GitCommand } from "./git-command.ts";
import { checkedSha } from "./git-names.ts";

export interface ReplayPlace {
  git: GitCommand;
  gitDir: string;
  committer: { name: string; email: string };
}

interface OldCommit {
  sha: Sha;
  parents: Sha[];
  author: { name: string; email: string; date: string };
  committerDate: string;
  message: string;
}

/** Puts the commits that `tip` lacks on top of it, without a work tree. undefined: they conflict. */
export async function replayOnto(
  place: ReplayPlace,
  tip: Sha,
  commit: Sha,
  signal: AbortSignal,
): Promise<Sha | undefined> {
  const { git, gitDir } = place;
  const range = ["rev-list", "--reverse", "--topo-order", checkedSha(commit), `^${checkedSha(tip)}`];
  const shas = (await git.text({ gitDir, args: range }, signal)).split("\n").filter((line) => line !== "");
  const commits: OldCommit[] = [];
  for (const sha of shas) commits.push(await readCommit(place, sha, signal));
  // A history with merges or roots has no single line to replay: it is merged as a whole.
  if (commits.some(({ parents }) => parents.length !== 1)) return await mergeInto(place, tip, commit, signal);
  let onto = tip;
  for (const old of commits) {
    const next = await pick(place, onto, old, signal);
    if (next === undefined) return undefined;
    onto = next;
  }
  return onto;
}

async function readCommit({ git, gitDir }: ReplayPlace, sha: Sha, signal: AbortSignal): Promise<OldCommit> {
  const format = "--format=%P%x00%an%x00%ae%x00%ad%x00%cd%x00%B";
  const args = ["log", "-1", "--date=raw", "--no-show-signature", format, checkedSha(sha), "--"];
  const [parents = "", name = "", email = "", date = "", committerDate = "", message = ""] = (
    await git.text({ gitDir, args }, signal)
  ).split("\0");
  return {
    sha,
    parents: parents.split(" ").filter(Boolean),
    author: { name, email, date },
    committerDate,
    message: `${message.trimEnd()}\n`,
  };
}

/** One commit's change on top of another. A change that is there already leaves no empty commit. */
async function pick(place: ReplayPlace, onto: Sha, old: OldCommit, signal: AbortSignal): Promise<Sha | undefined> {
  const ontoTree = await treeOf(place, onto, signal);
  // The merge base is found by ancestry: a stand-in for `onto` with the old parent makes it the old parent.
  const standIn = await writeCommit(place, ontoTree, old.parents, old, signal);
  const tree = await mergeTrees(place, standIn, old.sha, signal);
  if (tree === undefined) return undefined;
  return tree === ontoTree ? onto : await writeCommit(place, tree, [onto], old, signal);
}

async function mergeInto(place: ReplayPlace, tip: Sha, commit: Sha, signal: AbortSignal): Promise<Sha | undefined> {
  const tree = await mergeTrees(place, tip, commit, signal);
  if (tree === undefined) return undefined;
  const last = await readCommit(place, commit, signal);
  const author = { ...place.committer, date: last.committerDate };
  return await writeCommit(
    place,
    tree,
    [tip, commit],
    { ...last, author, message: "Merge the work of this session\n" },
    signal,
  );
}

/** Exit code 1 is a conflict; anything above is no merge at all, such as histories without a common past. */
async function mergeTrees(
  { git, gitDir }: ReplayPlace,
  ours: Sha,
  theirs: Sha,
  signal: AbortSignal,
): Promise<Sha | undefined> {
  const args = ["merge-tree", "--write-tree", "-z", "--no-messages", ours, theirs];
  const { exitCode, stdout } = await git.run({ gitDir, args, answers: [1, 128] }, signal);
  return exitCode === 0 ? stdout.toString("utf8", 0, 40) : undefined;
}

async function treeOf({ git, gitDir }: ReplayPlace, commit: Sha, signal: AbortSignal): Promise<Sha> {
  return (await git.text({ gitDir, args: ["rev-parse", "--verify", `${commit}^{tree}`] }, signal)).trim();
}

async function writeCommit(
  { git, gitDir, committer }: ReplayPlace,
  tree: Sha,
  parents: readonly Sha[],
  { author, committerDate, message }: Pick<OldCommit, "author" | "committerDate" | "message">,
  signal: AbortSignal,
): Promise<Sha> {
  const env = {
    GIT_AUTHOR_NAME: author.name || "unknown",
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: `@${author.date}`,
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
    GIT_COMMITTER_DATE: `@${committerDate}`,
  };
  const args = ["commit-tree", tree, ...parents.flatMap((parent) => ["-p", parent]), "-F", "-"];
  return (await git.text({ gitDir, args, env, input: message }, signal)).trim();
}
