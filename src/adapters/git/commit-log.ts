import type { Commit } from "#ports/git-repository.ts";
import { checkedSha, repositoryPath } from "./git-names.ts";
import type { ReadPlace } from "./tree-reader.ts";

const FORMAT = "%H%x00%P%x00%an%x00%ae%x00%aI%x00%s%x00%b%x00";
const STATUS = /^\n?([ACDMRTUX])\d*$/;

/** Commits newest first. NUL cannot occur in a commit, so nothing in one can pretend to be the next field. */
export async function readLog(
  place: ReadPlace,
  options: { path?: string; skip: number; limit: number },
  signal: AbortSignal,
): Promise<Commit[]> {
  const path = options.path === undefined ? "" : repositoryPath(options.path);
  if (path === undefined) return [];
  const args = [
    "log",
    "-z",
    `--format=${FORMAT}`,
    "--name-status",
    "--no-renames",
    "--diff-merges=first-parent",
    "--full-diff",
    "--no-ext-diff",
    "--no-textconv",
    `--skip=${Math.trunc(options.skip)}`,
    `--max-count=${Math.trunc(options.limit)}`,
    checkedSha(place.commit),
    "--",
    ...(path === "" ? [] : [path]),
  ];
  return parseLog((await place.git.text({ gitDir: place.gitDir, args }, signal)).split("\0"));
}

function parseLog(tokens: readonly string[]): Commit[] {
  const commits: Commit[] = [];
  let at = 0;
  while (at + 6 < tokens.length) {
    const [sha = "", parents = "", name = "", email = "", date = "", subject = "", body = ""] = tokens.slice(
      at,
      at + 7,
    );
    at += 7;
    const commit: Commit = {
      sha,
      parents: parents.split(" ").filter(Boolean),
      author: { name, email },
      date,
      subject,
      body: body.trim(),
      files: [],
    };
    // git ends each field with NUL and each commit with one more, then lists status and path in turn.
    if (tokens[at] === "") at += 1;
    for (let status = statusOf(tokens[at]); status !== undefined; status = statusOf(tokens[at])) {
      commit.files.push({ path: tokens[at + 1] ?? "", status });
      at += 2;
    }
    commits.push(commit);
  }
  return commits;
}

const statusOf = (token: string | undefined): string | undefined => STATUS.exec(token ?? "")?.[1];
