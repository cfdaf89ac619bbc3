import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const env = {
  PATH: process.env.PATH,
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.com",
};

/** Git as a person at a terminal uses it. */
export async function git(directory: string, ...args: string[]): Promise<string> {
  const { stdout } = await run("git", ["-C", directory, ...args], { env, maxBuffer: 64 * 1024 * 1024 });
  return stdout.trimEnd();
}

/** A text is a file, `null` deletes one, `{ link }` is a symbolic link. */
export type Files = Readonly<Record<string, string | Uint8Array | null | { link: string }>>;

/** Makes an empty bare repository with the settings of a git host. */
export async function makeBareRepository(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await git(directory, "init", "--quiet", "--bare", "--initial-branch=main");
  for (const key of ["http.receivepack", "uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"])
    await git(directory, "config", key, "true");
}

/** Commits on a branch of a bare repository, making the branch from `from` when it is not there; returns the commit. */
export async function commitTo(
  bare: string,
  branch: string,
  files: Files,
  options: { from?: string; message?: string } = {},
): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), "vteam-test-work-"));
  try {
    await git(work, "init", "--quiet", "--initial-branch=work");
    const start = options.from ?? branch;
    const exists = (await git(bare, "for-each-ref", `refs/heads/${start}`)) !== "";
    if (exists) await git(work, "pull", "--quiet", bare, start);
    await writeFiles(work, files);
    await git(work, "add", "--all", "--force");
    await git(work, "commit", "--quiet", "--allow-empty", "-m", options.message ?? `change ${branch}`);
    await git(work, "push", "--quiet", bare, `HEAD:refs/heads/${branch}`);
    return await git(work, "rev-parse", "HEAD");
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

export async function writeFiles(directory: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const full = join(directory, path);
    await mkdir(dirname(full), { recursive: true });
    if (content === null) await rm(full, { recursive: true, force: true });
    else if (typeof content === "string" || content instanceof Uint8Array) await writeFile(full, content);
    else await symlink(content.link, full);
    if (content !== null && path.endsWith(".sh")) await chmod(full, 0o755);
  }
}
