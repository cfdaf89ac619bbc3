import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import type { GitObject, ObjectType } from "./git-object.ts";

const codes: Readonly<Record<ObjectType, number>> = { commit: 1, tree: 2, blob: 3, tag: 4 };

/** A pack without deltas. Without objects it is still a pack: a server wants one with every push that deletes nothing. */
export function writePack(objects: readonly GitObject[]): Buffer {
  const header = Buffer.alloc(12);
  header.write("PACK");
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(objects.length, 8);
  const parts = [header, ...objects.flatMap((object) => [entryHeader(object), deflateSync(object.data)])];
  const hash = createHash("sha1");
  for (const part of parts) hash.update(part);
  return Buffer.concat([...parts, hash.digest()]);
}

function entryHeader({ type, data }: GitObject): Buffer {
  const bytes: number[] = [];
  let code = (codes[type] << 4) | (data.length & 15);
  for (let rest = Math.floor(data.length / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push(code | 0x80);
    code = rest & 0x7f;
  }
  return Buffer.from([...bytes, code]);
}
