import { repositoryPath } from "#adapters/git/git-names.ts";
import type { Sha, TreeEntry, TreeReader } from "#ports/git-repository.ts";
import { isTree, type RawEntry, rawName, textName } from "./git-object.ts";
import type { ObjectShelf } from "./object-shelf.ts";

/** A commit whose root tree is known. */
export interface ShelvedCommit {
  shelf: ObjectShelf;
  commit: Sha;
  tree: Sha;
}

const typeOf = (entry: RawEntry): TreeEntry["type"] => {
  if (isTree(entry)) return "tree";
  return entry.mode === "160000" ? "commit" : "blob";
};

const entryAt = (path: string, raw: RawEntry): TreeEntry => ({
  name: path.slice(path.lastIndexOf("/") + 1),
  path,
  type: typeOf(raw),
  mode: raw.mode.padStart(6, "0"),
  sha: raw.sha,
});

/** The entry at a path; only the trees on the way to it are fetched. */
async function find({ shelf, tree }: ShelvedCommit, path: string): Promise<RawEntry | undefined> {
  let here: RawEntry | undefined = { mode: "40000", name: "", sha: tree };
  for (const segment of path.split("/")) {
    if (here === undefined || !isTree(here)) return undefined;
    const name = rawName(segment);
    here = (await shelf.tree(here.sha, false)).find((entry) => entry.name === name);
  }
  return here;
}

async function listBelow(shelf: ObjectShelf, sha: Sha, prefix: string): Promise<TreeEntry[]> {
  const entries = await shelf.tree(sha, true);
  const lists = entries.map(async (raw): Promise<TreeEntry[]> => {
    const path = prefix + textName(raw.name);
    const below = isTree(raw) ? await listBelow(shelf, raw.sha, `${path}/`) : [];
    return [entryAt(path, raw), ...below];
  });
  return (await Promise.all(lists)).flat();
}

/** Everything below a directory, directories included; undefined when it is not there. */
export async function listTree(commit: ShelvedCommit, directory: string): Promise<TreeEntry[] | undefined> {
  const path = repositoryPath(directory);
  if (path === undefined) return undefined;
  if (path === "") return await listBelow(commit.shelf, commit.tree, "");
  const found = await find(commit, path);
  return found !== undefined && isTree(found) ? await listBelow(commit.shelf, found.sha, `${path}/`) : undefined;
}

/** A regular file. Links and submodules are none. */
export async function readFileAt(
  commit: ShelvedCommit,
  path: string,
): Promise<{ path: string; sha: Sha; bytes: Uint8Array } | undefined> {
  const wanted = repositoryPath(path);
  const found = wanted ? await find(commit, wanted) : undefined;
  if (wanted === undefined || (found?.mode !== "100644" && found?.mode !== "100755")) return undefined;
  return { path: wanted, sha: found.sha, bytes: await commit.shelf.blob(found.sha) };
}

/** Reads a commit over the wire: of directories what is asked for, of files what is read. Sizes are not known. */
export function shelfReader(commit: ShelvedCommit): TreeReader {
  return {
    commit: commit.commit,
    list: async (directory) => (await listTree(commit, directory))?.filter(({ type }) => type === "blob") ?? [],
    read: async (path) => (await readFileAt(commit, path))?.bytes,
    async entry(path) {
      const wanted = repositoryPath(path);
      const found = wanted ? await find(commit, wanted) : undefined;
      return wanted === undefined || found === undefined ? undefined : entryAt(wanted, found);
    },
  };
}
