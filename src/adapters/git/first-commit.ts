import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Remote } from "#ports/git-repository.ts";
import type { GitCommand } from "./git-command.ts";

export interface FirstCommit {
  branch: string;
  files: readonly { path: string; content: string }[];
  message: string;
  author: { name: string; email: string };
  /** Seconds since 1970. */
  time: number;
}

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;

/** The commit in the format of git fast-import. */
function importStream({ branch, files, message, author, time }: FirstCommit): string {
  const who = `${author.name} <${author.email}> ${time} +0000`;
  const writes = files.map(({ path, content }) => `M 100644 inline ${JSON.stringify(path)}\n${data(content)}`);
  return `commit refs/heads/${branch}\nauthor ${who}\ncommitter ${who}\n${data(message)}${writes.join("")}done\n`;
}

/** Puts a first commit into an empty repository of a remote, and returns its SHA. */
export async function pushFirstCommit(
  git: GitCommand,
  remote: Remote,
  commit: FirstCommit,
  signal: AbortSignal,
): Promise<string> {
  const gitDir = await mkdtemp(join(tmpdir(), "vteam-first-"));
  try {
    await git.run({ args: ["init", "--quiet", "--bare", gitDir] }, signal);
    await git.run({ gitDir, args: ["fast-import", "--quiet", "--done"], input: importStream(commit) }, signal);
    const ref = `refs/heads/${commit.branch}`;
    await git.run(
      { gitDir, remote, args: ["push", "--quiet", "--end-of-options", remote.url, `${ref}:${ref}`] },
      signal,
    );
    return (await git.text({ gitDir, args: ["rev-parse", "--verify", ref] }, signal)).trim();
  } finally {
    await rm(gitDir, { recursive: true, force: true });
  }
}
