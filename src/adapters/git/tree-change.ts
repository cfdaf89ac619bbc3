import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FieldError, Problem } from "#domain/problem.ts";
import type { FileWrite, Sha, TreeEntry } from "#ports/git-repository.ts";
import { checkedSha, repositoryPath } from "./git-names.ts";
import { listEntries, type ReadPlace } from "./tree-reader.ts";

const ABSENT = "0".repeat(40);

interface Edit {
  path: string;
  mode: string;
  sha: Sha;
  /** What the object store has to learn. */
  content: Uint8Array | undefined;
}

const blobId = (content: Uint8Array): Sha =>
  createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex");

const parentsOf = (path: string): string[] =>
  path
    .split("/")
    .slice(0, -1)
    .map((_, index, parts) => parts.slice(0, index + 1).join("/"));

/** The tree of the commit with the files written into it; undefined when it stays as it is. */
export async function changeTree(
  place: ReadPlace,
  files: readonly FileWrite[],
  signal: AbortSignal,
): Promise<Sha | undefined> {
  const writes = files.map((file) => ({ ...file, path: checkedPath(file.path) }));
  if (writes.length === 0) return undefined;
  const paths = [...new Set(writes.flatMap(({ path }) => [...parentsOf(path), path]))];
  const present = new Map((await listEntries(place, ["-t"], paths, signal)).map((entry) => [entry.path, entry]));
  refuseConflicts(writes, present);
  const edits = writes.flatMap((write) => editOf(write, present.get(write.path)) ?? []);
  return edits.length === 0 ? undefined : await writeTree(place, edits, signal);
}

function checkedPath(path: string): string {
  const checked = repositoryPath(path);
  if (checked === path && path !== "" && !path.split("/").some((segment) => segment.toLowerCase() === ".git"))
    return path;
  throw new Problem("seed-conflict", {
    sentence: `A repository cannot hold a file at ${JSON.stringify(path.slice(0, 200))}.`,
  });
}

/** A link, a file or a submodule where a directory or a regular file belongs is never written through or replaced. */
function refuseConflicts(writes: readonly FileWrite[], present: ReadonlyMap<string, TreeEntry>): void {
  const inTheWay = new Map<string, FieldError>();
  const note = (path: string, message: string) =>
    inTheWay.set(path, { pointer: `/${path}`, code: "seed-conflict", message });
  for (const { path } of writes) {
    for (const parent of parentsOf(path)) {
      const entry = present.get(parent);
      if (entry !== undefined && entry.type !== "tree")
        note(parent, `${parent} is ${nameOf(entry)}, but a directory is needed here.`);
    }
    const entry = present.get(path);
    if (entry !== undefined && !entry.mode.startsWith("100"))
      note(path, `${path} is ${nameOf(entry)}, but a file is needed here.`);
  }
  if (inTheWay.size === 0) return;
  const sentence = `In the way on the branch: ${[...inTheWay.keys()].slice(0, 10).join(", ")}.`;
  throw new Problem("seed-conflict", { sentence, errors: [...inTheWay.values()] });
}

function nameOf(entry: TreeEntry): string {
  if (entry.mode === "120000") return "a symbolic link";
  if (entry.type === "commit") return "a submodule";
  return entry.type === "tree" ? "a directory" : "a file";
}

function editOf({ path, content, executable }: FileWrite, present: TreeEntry | undefined): Edit | undefined {
  if (content === undefined)
    return present === undefined ? undefined : { path, mode: "0", sha: ABSENT, content: undefined };
  const mode = executable ? "100755" : "100644";
  const sha = blobId(content);
  return present?.sha === sha && present.mode === mode ? undefined : { path, mode, sha, content };
}

async function writeTree(
  { git, gitDir, commit }: ReadPlace,
  edits: readonly Edit[],
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
    const lines = edits.map(({ mode, sha, path }) => `${mode} ${sha}\t${path}\0`);
    await git.run({ gitDir, env, args: ["update-index", "-z", "--index-info"], input: lines.join("") }, signal);
    return (await git.text({ gitDir, env, args: ["write-tree"] }, signal)).trim();
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
