import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** An ordinary person's git: their own checkout, their own commits, the token in a header. */
export function git(directory: string, token: string | undefined, ...args: string[]): string {
  const header =
    token === undefined
      ? {}
      : {
          GIT_CONFIG_COUNT: "1",
          GIT_CONFIG_KEY_0: "http.extraHeader",
          GIT_CONFIG_VALUE_0: `Authorization: Bearer ${token}`,
        };
  return execFileSync("git", args, {
    cwd: directory,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH ?? "",
      HOME: directory,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_TERMINAL_PROMPT: "0",
      GIT_AUTHOR_NAME: "Ada",
      GIT_AUTHOR_EMAIL: "ada@example.org",
      GIT_COMMITTER_NAME: "Ada",
      GIT_COMMITTER_EMAIL: "ada@example.org",
      ...header,
    },
  });
}

export interface WorkFile {
  path: string;
  content: string;
}

/** Writes files below a directory, and the directories they are in. */
export function writeFiles(directory: string, files: readonly WorkFile[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(directory, file.path)), { recursive: true });
    writeFileSync(join(directory, file.path), file.content);
  }
}

/** Writes files, commits them on main and pushes them to an empty repository. */
export function pushFiles(directory: string, url: string, token: string, files: readonly WorkFile[]): void {
  mkdirSync(directory, { recursive: true });
  git(directory, undefined, "init", "-q", "-b", "main");
  writeFiles(directory, files);
  git(directory, undefined, "add", "-A");
  git(directory, undefined, "commit", "-q", "-m", "Start");
  git(directory, token, "push", "-q", url, "main");
}
