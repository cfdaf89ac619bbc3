import { createHash } from "node:crypto";
import type { Sha } from "#ports/git-repository.ts";
import { broken } from "./wire-fault.ts";

export type ObjectType = "commit" | "tree" | "blob" | "tag";

export interface GitObject {
  type: ObjectType;
  data: Uint8Array;
}

/** One line of a tree. Names are bytes to git: here one character per byte, so that any name survives. */
export interface RawEntry {
  /** As in the tree: 40000 for a directory, without a leading zero. */
  mode: string;
  name: string;
  sha: Sha;
}

export const objectId = ({ type, data }: GitObject): Sha =>
  createHash("sha1").update(`${type} ${data.length}\0`).update(data).digest("hex");

export const rawName = (text: string): string => Buffer.from(text, "utf8").toString("latin1");
export const textName = (raw: string): string => Buffer.from(raw, "latin1").toString("utf8");

export const isTree = ({ mode }: RawEntry): boolean => mode === "40000";

const MODE = /^[1-7][0-7]{4,5}$/;

export function parseTree(data: Uint8Array): RawEntry[] {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const entries: RawEntry[] = [];
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at);
    const end = space === -1 ? -1 : bytes.indexOf(0, space);
    if (end === -1 || end + 21 > bytes.length) throw broken("a tree is malformed");
    const mode = bytes.toString("latin1", at, space).replace(/^0+/, "");
    if (!MODE.test(mode)) throw broken("a tree is malformed");
    entries.push({
      mode,
      name: bytes.toString("latin1", space + 1, end),
      sha: bytes.toString("hex", end + 1, end + 21),
    });
    at = end + 21;
  }
  return entries;
}

/** The entries in the order of git, which compares a directory as if its name ended in a slash. */
export function treeObject(entries: readonly RawEntry[]): GitObject {
  const key = (entry: RawEntry) => (isTree(entry) ? `${entry.name}/` : entry.name);
  const sorted = [...entries].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const lines = sorted.flatMap(({ mode, name, sha }) => [
    Buffer.from(`${mode} ${name}\0`, "latin1"),
    Buffer.from(sha, "hex"),
  ]);
  return { type: "tree", data: Buffer.concat(lines) };
}
