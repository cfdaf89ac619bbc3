import type { Sha } from "#ports/git-repository.ts";
import type { GitCommand } from "./git-command.ts";
import { checkedSha } from "./git-names.ts";

export interface CommitContent {
  tree: Sha;
  parent: Sha;
  message: string;
  author: { name: string; email: string };
  /** ISO 8601. */
  date: string;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they would end the name in a commit
const UNFIT = /[<>\u0000-\u001f]/g;

/** A commit whose id depends on its content alone. It is never older than its parent. */
export async function writeCommit(
  place: { git: GitCommand; gitDir: string },
  content: CommitContent,
  signal: AbortSignal,
): Promise<Sha> {
  const { git, gitDir } = place;
  const parent = checkedSha(content.parent);
  const raw = await git.text({ gitDir, args: ["cat-file", "commit", parent] }, signal);
  const parentSeconds = Number(/^committer .* (\d+) [+-]\d{4}$/m.exec(raw)?.[1] ?? 0);
  const seconds = Math.max(Math.trunc(Date.parse(content.date) / 1_000), parentSeconds);
  const name = content.author.name.replace(UNFIT, "");
  const email = content.author.email.replace(UNFIT, "");
  const env = {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: `${seconds} +0000`,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: `${seconds} +0000`,
  };
  const args = ["commit-tree", checkedSha(content.tree), "-p", parent, "-F", "-"];
  const message = content.message.endsWith("\n") ? content.message : `${content.message}\n`;
  return (await git.text({ gitDir, args, env, input: message.replaceAll("\0", "") }, signal)).trim();
}
