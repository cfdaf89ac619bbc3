import type { FileEdit } from "#adapters/git/file-edit.ts";
import type { Sha } from "#ports/git-repository.ts";
import { type GitObject, isTree, objectId, type RawEntry, rawName, treeObject } from "./git-object.ts";
import type { ObjectShelf } from "./object-shelf.ts";

export interface EditedTree {
  tree: Sha;
  /** What is new: changed trees and written files. Everything else is named by its id and stays where it is. */
  objects: Map<Sha, GitObject>;
}

interface Editing {
  shelf: ObjectShelf;
  objects: Map<Sha, GitObject>;
}

interface Step {
  /** What is left of the path below the tree at hand. */
  names: readonly string[];
  edit: FileEdit;
}

/** The tree with the edits made; only the trees on the way to them are read. */
export async function editTree(shelf: ObjectShelf, tree: Sha, edits: readonly FileEdit[]): Promise<EditedTree> {
  const objects = new Map<Sha, GitObject>();
  const steps = edits.map((edit) => ({ names: edit.path.split("/").map(rawName), edit }));
  const root = await rebuild({ shelf, objects }, tree, steps);
  return { tree: root ?? add(objects, treeObject([])), objects };
}

/** The new tree; undefined when nothing is left in it, because git keeps no empty directories. */
async function rebuild(editing: Editing, tree: Sha | undefined, steps: readonly Step[]): Promise<Sha | undefined> {
  const present = tree === undefined ? [] : await editing.shelf.tree(tree, false);
  const entries = new Map(present.map((entry) => [entry.name, entry]));
  const changed = await Promise.all(
    [...Map.groupBy(steps, ({ names }) => names[0] ?? "")].map(async ([name, group]) => {
      const entry = await change(editing, entries.get(name), name, group);
      return [name, entry] as const;
    }),
  );
  for (const [name, entry] of changed) {
    if (entry === undefined) entries.delete(name);
    else entries.set(name, entry);
  }
  return entries.size === 0 ? undefined : add(editing.objects, treeObject([...entries.values()]));
}

async function change(
  editing: Editing,
  present: RawEntry | undefined,
  name: string,
  steps: readonly Step[],
): Promise<RawEntry | undefined> {
  const file = steps.find(({ names }) => names.length === 1)?.edit;
  if (file !== undefined) {
    if (file.content === undefined) return undefined;
    editing.objects.set(file.sha, { type: "blob", data: file.content });
    return { mode: file.mode, name, sha: file.sha };
  }
  const below = steps.map(({ names, edit }) => ({ names: names.slice(1), edit }));
  const sha = await rebuild(editing, present !== undefined && isTree(present) ? present.sha : undefined, below);
  return sha === undefined ? undefined : { mode: "40000", name, sha };
}

function add(objects: Map<Sha, GitObject>, object: GitObject): Sha {
  const sha = objectId(object);
  objects.set(sha, object);
  return sha;
}
