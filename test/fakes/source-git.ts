import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { GitRepository, Remote, TreeEntry } from "#ports/git-repository.ts";

const run = promisify(execFile);

/** Real git on repositories of this machine: what a source of seeds needs, without mirrors and networks. */
export function sourceGit(): Pick<GitRepository, "state" | "resolve" | "tree" | "blobs"> {
  const git = async (remote: Remote, ...args: string[]): Promise<Buffer> =>
    (await run("git", ["-C", remote.url, ...args], { encoding: "buffer" })).stdout;
  const resolve = async (remote: Remote, ref: string): Promise<string | undefined> => {
    const name = ref.startsWith("refs/") || /^[0-9a-f]{40}$/.test(ref) ? ref : `refs/heads/${ref}`;
    const found = await git(remote, "rev-parse", "--verify", "--quiet", `${name}^{commit}`).catch(() => undefined);
    return found?.toString().trim();
  };
  return {
    async state(remote, names) {
      const head = (await git(remote, "symbolic-ref", "--short", "HEAD")).toString().trim();
      const found = await Promise.all(names.map(async (name) => [name, await resolve(remote, name)] as const));
      const branches = new Map(found.flatMap(([name, sha]) => (sha === undefined ? [] : [[name, sha] as const])));
      return { defaultBranch: head, branches, isEmpty: false };
    },
    resolve,
    async tree(remote, commit, path, recursive) {
      const isThere =
        path === "" ||
        (await git(remote, "cat-file", "-t", `${commit}:${path}`).catch(() => "")).toString().trim() === "tree";
      if (!isThere) return undefined;
      const out = await git(
        remote,
        "ls-tree",
        "-z",
        "-l",
        ...(recursive ? ["-r"] : []),
        commit,
        "--",
        ...(path === "" ? [] : [`${path}/`]),
      );
      return out.toString().split("\0").filter(Boolean).map(treeEntry);
    },
    async blobs(remote, commit, paths) {
      const found = await Promise.all(
        paths.map(async (path) => {
          const bytes = await git(remote, "cat-file", "blob", `${commit}:${path}`).catch(() => undefined);
          return bytes === undefined ? [] : [{ path, sha: "", size: bytes.length, bytes }];
        }),
      );
      return found.flat();
    },
  };
}

function treeEntry(line: string): TreeEntry {
  const [, mode = "", type = "", sha = "", size = "", path = ""] = /^(\d+) (\w+) (\w+) +(\S+)\t(.*)$/s.exec(line) ?? [];
  const kind = type === "tree" || type === "commit" ? type : "blob";
  return {
    name: path.slice(path.lastIndexOf("/") + 1),
    path,
    type: kind,
    mode,
    sha,
    ...(size === "-" ? {} : { size: Number(size) }),
  };
}

/** Writes files below a directory; scripts become executable. */
export function writeTree(directory: string, files: Record<string, string | Uint8Array>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content, { mode: path.endsWith(".sh") ? 0o755 : 0o644 });
  }
}

/** Runs git in a directory with nobody's configuration. */
export function gitIn(directory: string, ...args: string[]): string {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  return execFileSync("git", [...identity, ...args], { cwd: directory, encoding: "utf8", env }).trim();
}

/** A repository with these files in one commit on main. Returns the commit. */
export function makeRepository(directory: string, files: Record<string, string | Uint8Array>): string {
  mkdirSync(directory, { recursive: true });
  writeTree(directory, files);
  gitIn(directory, "init", "-q", "-b", "main");
  gitIn(directory, "add", "-A", "-f");
  gitIn(directory, "commit", "-q", "-m", "first");
  return gitIn(directory, "rev-parse", "HEAD");
}
