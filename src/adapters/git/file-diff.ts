import type { FileDiff, Sha } from "#ports/git-repository.ts";
import type { GitCommand } from "./git-command.ts";
import { checkedSha, repositoryPath } from "./git-names.ts";

const PATCH_BYTES = 200_000;
const ALL_PATCHES_BYTES = 20_000_000;
const FLAGS = ["-r", "--no-ext-diff", "--no-textconv", "--no-color", "--ignore-submodules=none"];

const statuses: Readonly<Record<string, FileDiff["status"]>> = {
  A: "added",
  M: "modified",
  D: "deleted",
  R: "renamed",
  C: "copied",
  T: "type-changed",
};

type Change = Omit<FileDiff, "patch" | "truncated">;

/** What `to` changed since its history left that of `from`. */
export async function readDiff(
  place: { git: GitCommand; gitDir: string },
  from: Sha,
  to: Sha,
  path: string | undefined,
  signal: AbortSignal,
): Promise<FileDiff[]> {
  const { git, gitDir } = place;
  const only = path === undefined ? "" : repositoryPath(path);
  if (only === undefined) return [];
  const mergeBase = { gitDir, args: ["merge-base", checkedSha(from), checkedSha(to)], answers: [1] };
  // Without a common past the two commits are compared as they are.
  const base = (await git.text(mergeBase, signal)).trim() || from;
  const operands = [base, to, "--", ...(only === "" ? [] : [only])];
  const changes = parseChanges(
    await git.text({ gitDir, args: ["diff-tree", "-z", "--raw", "--numstat", "-M", ...FLAGS, ...operands] }, signal),
  );
  const limits = { maxBytes: ALL_PATCHES_BYTES, cut: true };
  const patches = await git.run({ gitDir, args: ["diff-tree", "-p", "-M", ...FLAGS, ...operands], limits }, signal);
  return joinPatches(changes, splitPatches(patches.stdout.toString("utf8")), patches.isCut);
}

/** The files and their numbers of added and removed lines; a file that moved is one deleted and one added. */
export async function readChanges(
  place: { git: GitCommand; gitDir: string },
  from: Sha,
  to: Sha,
  signal: AbortSignal,
): Promise<Change[]> {
  const args = [
    "diff-tree",
    "-z",
    "--raw",
    "--numstat",
    "--no-renames",
    ...FLAGS,
    checkedSha(from),
    checkedSha(to),
    "--",
  ];
  return parseChanges(await place.git.text({ gitDir: place.gitDir, args }, signal));
}

/** Reads `--raw --numstat -z`: first all files, then their numbers in the same order. */
function parseChanges(output: string): Change[] {
  const tokens = output.split("\0");
  const changes: Change[] = [];
  let at = 0;
  for (let head = tokens[at]; head?.startsWith(":"); head = tokens[at]) {
    const letter = head.split(" ")[4]?.[0] ?? "M";
    const first = tokens[at + 1] ?? "";
    const second = letter === "R" || letter === "C" ? tokens[at + 2] : undefined;
    const change: Change = {
      path: second ?? first,
      status: statuses[letter] ?? "modified",
      added: 0,
      removed: 0,
      binary: false,
    };
    changes.push(second === undefined ? change : { ...change, oldPath: first });
    at += second === undefined ? 2 : 3;
  }
  for (const change of changes) {
    const [added, removed, path] = (tokens[at] ?? "").split("\t");
    change.binary = added === "-";
    change.added = Number(added) || 0;
    change.removed = Number(removed) || 0;
    at += path === "" ? 3 : 1;
  }
  return changes;
}

/** Lines of a patch start with a space, +, -, @ or \, so this header cannot be forged by a file's content. */
const splitPatches = (output: string): string[] => (output === "" ? [] : output.split(/^(?=diff --git )/m));

function joinPatches(changes: readonly Change[], patches: readonly string[], isCut: boolean): FileDiff[] {
  let at = 0;
  return changes.map((change) => {
    // A file that became a link, or the reverse, is printed as a deletion and an addition.
    const count = change.status === "type-changed" ? 2 : 1;
    const isWhole = !isCut || at + count < patches.length;
    const text = patches
      .slice(at, at + count)
      .map(hunksOf)
      .join("");
    at += count;
    const patch = change.binary ? "" : cutAtLine(text);
    return { ...change, patch, truncated: !change.binary && (!isWhole || patch.length < text.length) };
  });
}

function hunksOf(patch: string): string {
  const start = patch.search(/^@@ /m);
  return start === -1 ? "" : patch.slice(start);
}

const cutAtLine = (text: string): string =>
  text.length <= PATCH_BYTES ? text : text.slice(0, text.lastIndexOf("\n", PATCH_BYTES) + 1);
