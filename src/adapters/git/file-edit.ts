import { createHash } from "node:crypto";
import { type FieldError, Problem } from "#domain/problem.ts";
import type { FileWrite, Sha, TreeEntry } from "#ports/git-repository.ts";
import { repositoryPath } from "./git-names.ts";

/** One entry of a tree to set, or to take away when it has no content. */
export interface FileEdit {
  path: string;
  mode: "100644" | "100755";
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

/** The paths whose entries must be known before the files can be written: they, and all directories above them. */
export function pathsToLookAt(files: readonly FileWrite[]): string[] {
  for (const { path } of files) checkPath(path);
  return [...new Set(files.flatMap(({ path }) => [...parentsOf(path), path]))];
}

/** What writing the files really changes. Whatever stands in the way is named, all at once, and nothing is changed. */
export function editsOf(files: readonly FileWrite[], present: ReadonlyMap<string, TreeEntry>): FileEdit[] {
  const last = [...new Map(files.map((file) => [file.path, file])).values()];
  refuseConflicts(last, present);
  return last.flatMap((file) => editOf(file, present.get(file.path)) ?? []);
}

function checkPath(path: string): void {
  const isPlain = repositoryPath(path) === path && path !== "";
  if (isPlain && !path.split("/").some((segment) => segment.toLowerCase() === ".git")) return;
  throw new Problem("seed-conflict", {
    sentence: `A repository cannot hold a file at ${JSON.stringify(path.slice(0, 200))}.`,
  });
}

/** A link, a file or a submodule where a directory or a regular file belongs is never written through or replaced. */
function refuseConflicts(files: readonly FileWrite[], present: ReadonlyMap<string, TreeEntry>): void {
  const inTheWay = new Map<string, FieldError>();
  const note = (path: string, message: string) =>
    inTheWay.set(path, { pointer: `/${path}`, code: "seed-conflict", message });
  const written = new Set(files.filter((file) => file.content !== undefined).map((file) => file.path));
  for (const { path } of files) {
    for (const parent of parentsOf(path)) {
      const entry = present.get(parent);
      if (entry !== undefined && entry.type !== "tree")
        note(parent, `${parent} is ${nameOf(entry)}, but a directory is needed here.`);
      else if (written.has(parent)) note(parent, `${parent} is to be a file and a directory at once.`);
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

function editOf({ path, content, executable }: FileWrite, present: TreeEntry | undefined): FileEdit | undefined {
  const mode = executable ? "100755" : "100644";
  if (content === undefined) return present && { path, mode, sha: present.sha, content };
  const sha = blobId(content);
  return present?.sha === sha && present.mode === mode ? undefined : { path, mode, sha, content };
}
