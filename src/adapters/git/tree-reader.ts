import { Problem } from "#domain/problem.ts";
import type { Blob, Sha, TreeEntry, TreeReader } from "#ports/git-repository.ts";
import type { GitCommand } from "./git-command.ts";
import { checkedSha, repositoryPath } from "./git-names.ts";

/** Where to read: a commit in a bare repository of this machine. */
export interface ReadPlace {
  git: GitCommand;
  gitDir: string;
  commit: Sha;
}

const LINE = /^(\d{6}) (blob|tree|commit) ([0-9a-f]{40}) +(\d+|-)\t([\s\S]+)$/;

function parseEntry(line: string): TreeEntry | undefined {
  const [, mode, type, sha, size, path] = LINE.exec(line) ?? [];
  if (mode === undefined || sha === undefined || path === undefined) return undefined;
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (type === "blob") return { name, path, type, mode, sha, size: Number(size) };
  return { name, path, type: type === "tree" ? "tree" : "commit", mode, sha };
}

/** ls-tree with literal paths; git never gets a `commit:path` text to interpret. */
export async function listEntries(
  place: ReadPlace,
  options: readonly string[],
  paths: readonly string[],
  signal: AbortSignal,
): Promise<TreeEntry[]> {
  const args = ["ls-tree", "-z", "-l", "--full-tree", ...options, checkedSha(place.commit), "--", ...paths];
  const output = await place.git.text({ gitDir: place.gitDir, args }, signal);
  return output.split("\0").flatMap((line) => parseEntry(line) ?? []);
}

/** One directory, or all below it; undefined when there is no such directory. */
export async function readTree(
  place: ReadPlace,
  path: string,
  recursive: boolean,
  signal: AbortSignal,
): Promise<TreeEntry[] | undefined> {
  const directory = repositoryPath(path);
  if (directory === undefined) return undefined;
  const options = recursive ? ["-r", "-t"] : [];
  if (directory === "") return await listEntries(place, options, [], signal);
  const entries = await listEntries(place, options, [`${directory}/`], signal);
  const below = entries.filter((entry) => entry.path.startsWith(`${directory}/`));
  // Git keeps no empty directories, so nothing below means no directory.
  return below.length === 0 ? undefined : below;
}

/** The entry at exactly this path. */
async function readEntry(place: ReadPlace, path: string, signal: AbortSignal): Promise<TreeEntry | undefined> {
  const wanted = repositoryPath(path);
  if (wanted === undefined || wanted === "") return undefined;
  return (await listEntries(place, [], [wanted], signal)).find((entry) => entry.path === wanted);
}

const isFile = (entry: TreeEntry | undefined): entry is TreeEntry =>
  entry?.mode === "100644" || entry?.mode === "100755";

async function readObject(place: ReadPlace, sha: Sha, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
  const call = { gitDir: place.gitDir, args: ["cat-file", "blob", checkedSha(sha)], limits: { maxBytes } };
  return (await place.git.run(call, signal)).stdout;
}

/** A regular file; its size is known and judged before its bytes are read. */
export async function readBlob(
  place: ReadPlace,
  path: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Blob | undefined> {
  const entry = await readEntry(place, path, signal);
  if (!isFile(entry)) return undefined;
  const size = entry.size ?? 0;
  if (size > maxBytes) throw tooLarge(entry, maxBytes);
  return { path: entry.path, sha: entry.sha, size, bytes: await readObject(place, entry.sha, maxBytes, signal) };
}

const AT_ONCE = 200;

/** Many regular files, in two processes for each few hundred of them. */
export async function readBlobs(
  place: ReadPlace,
  paths: readonly string[],
  maxBytes: number,
  signal: AbortSignal,
): Promise<Blob[]> {
  const wanted = [...new Set(paths.flatMap((path) => repositoryPath(path) || []))];
  const found: Blob[] = [];
  for (let start = 0; start < wanted.length; start += AT_ONCE) {
    const chunk = wanted.slice(start, start + AT_ONCE);
    const entries = (await listEntries(place, [], chunk, signal)).filter(isFile);
    const big = entries.find((entry) => (entry.size ?? 0) > maxBytes);
    if (big !== undefined) throw tooLarge(big, maxBytes);
    found.push(...(await readObjects(place, entries, signal)));
  }
  return found;
}

async function readObjects(place: ReadPlace, entries: readonly TreeEntry[], signal: AbortSignal): Promise<Blob[]> {
  const input = entries.map((entry) => `${entry.sha}\n`).join("");
  const { stdout } = await place.git.run({ gitDir: place.gitDir, args: ["cat-file", "--batch"], input }, signal);
  let at = 0;
  return entries.map(({ path, sha, size = 0 }) => {
    const start = stdout.indexOf("\n", at) + 1;
    at = start + size + 1;
    return { path, sha, size, bytes: stdout.subarray(start, start + size) };
  });
}

const tooLarge = (entry: TreeEntry, maxBytes: number): Problem =>
  new Problem("too-large", {
    sentence: `${entry.path} has ${entry.size} bytes; at most ${maxBytes} are read here.`,
  });

const MAX_FILE = 16 * 1024 * 1024;

/** A reader of one commit for whoever decides what to change. */
export function treeReader(place: ReadPlace, signal: AbortSignal): TreeReader {
  return {
    commit: place.commit,
    async list(directory) {
      const entries = await readTree(place, directory, true, signal);
      return (entries ?? []).filter((entry) => entry.type === "blob");
    },
    async read(path) {
      return (await readBlob(place, path, MAX_FILE, signal))?.bytes;
    },
    entry: (path) => readEntry(place, path, signal),
  };
}
