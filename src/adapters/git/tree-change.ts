import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileWrite, Sha } from "#ports/git-repository.ts";
import { editsOf, type FileEdit, pathsToLookAt } from "./file-edit.ts";
import { checkedSha } from "./git-names.ts";
import { listEntries, type ReadPlace } from "./tree-reader.ts";

const ABSENT = "0".repeat(40);

/** The tree of the commit with the files written into it; undefined when it stays as it is. */
export async function changeTree(
  place: ReadPlace,
  files: readonly FileWrite[],
  signal: AbortSignal,
): Promise<Sha | undefined> {
  if (files.length === 0) return undefined;
  const present = await listEntries(place, ["-t"], pathsToLookAt(files), signal);
  const edits = editsOf(files, new Map(present.map((entry) => [entry.path, entry])));
  return edits.length === 0 ? undefined : await writeTree(place, edits, signal);
}

async function writeTree(
  { git, gitDir, commit }: ReadPlace,
  edits: readonly FileEdit[],
  signal: AbortSignal,
): Promise<Sha> {
  const scratch = await mkdtemp(join(tmpdir(), "vteam-tree-"));
  try {
    const contents = new Map(
      edits.flatMap(({ sha, content }) => (content === undefined ? [] : [[sha, content] as const])),
    );
    const names = [...contents.keys()].map((sha) => join(scratch, "blobs", sha));
    await mkdir(join(scratch, "blobs"));
    for (const [sha, content] of contents) await writeFile(join(scratch, "blobs", sha), content);
    const hash = ["hash-object", "-w", "--no-filters", "--stdin-paths"];
    if (names.length > 0) await git.run({ gitDir, args: hash, input: `${names.join("\n")}\n` }, signal);
    const env = { GIT_INDEX_FILE: join(scratch, "index") };
    await git.run({ gitDir, env, args: ["read-tree", checkedSha(commit)] }, signal);
    const lines = edits.map(({ mode, sha, path, content }) =>
      content === undefined ? `0 ${ABSENT}\t${path}\0` : `${mode} ${sha}\t${path}\0`,
    );
    await git.run({ gitDir, env, args: ["update-index", "-z", "--index-info"], input: lines.join("") }, signal);
    return (await git.text({ gitDir, env, args: ["write-tree"] }, signal)).trim();
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
