import { createHash } from "node:crypto";
import { type InflateRaw, inflateSync } from "node:zlib";
import type { Sha } from "#ports/git-repository.ts";
import { applyDelta, deltaResultSize } from "./delta.ts";
import { type GitObject, type ObjectType, objectId } from "./git-object.ts";
import { broken, WireFault } from "./wire-fault.ts";

export interface PackLimits {
  objects: number;
  objectBytes: number;
  totalBytes: number;
}

const defaults: PackLimits = { objects: 100_000, objectBytes: 32 * 1024 * 1024, totalBytes: 128 * 1024 * 1024 };
const HEADER = 12;
const TRAILER = 20;
const OFFSET_DELTA = 6;
const REF_DELTA = 7;
const types: Readonly<Record<number, ObjectType>> = { 1: "commit", 2: "tree", 3: "blob", 4: "tag" };

interface PackedEntry {
  offset: number;
  type: number;
  /** What a delta builds on: an offset in this pack, or an id. */
  base: number | Sha | undefined;
  data: Buffer;
  next: number;
}

/** All objects of a pack by the id computed from their bytes. Every delta base must be in the pack itself. */
export function readPack(pack: Buffer, limits: PackLimits = defaults): Map<Sha, GitObject> {
  const count = checkFrame(pack, limits);
  const end = pack.length - TRAILER;
  const room = roomOf(limits);
  const shelf = new Resolver(room);
  let at = HEADER;
  for (let index = 0; index < count; index += 1) {
    const entry = readEntry(pack, at, end, room);
    shelf.add(entry);
    at = entry.next;
  }
  if (at !== end) throw broken("a pack holds more than it says");
  return shelf.finish();
}

function checkFrame(pack: Buffer, limits: PackLimits): number {
  if (pack.length < HEADER + TRAILER || pack.toString("latin1", 0, 4) !== "PACK") throw broken("it holds no pack");
  if (pack.readUInt32BE(4) !== 2) throw broken("its pack has an unknown version");
  const sum = createHash("sha1").update(pack.subarray(0, -TRAILER)).digest();
  if (!sum.equals(pack.subarray(-TRAILER))) throw broken("its pack was damaged on the way");
  const count = pack.readUInt32BE(8);
  if (count > limits.objects) throw new WireFault("large", `a pack of ${count} objects`);
  return count;
}

/** Takes note of every byte that is to be made, before it is made. */
type Room = (bytes: number) => void;

function roomOf({ objectBytes, totalBytes }: PackLimits): Room {
  let left = totalBytes;
  return (bytes) => {
    left -= bytes;
    if (bytes > objectBytes || left < 0) throw new WireFault("large", "an object, or all of them together");
  };
}

function readEntry(pack: Buffer, offset: number, end: number, room: Room): PackedEntry {
  let at = offset;
  const byte = (): number => {
    if (at >= end) throw broken("a pack ends inside an object");
    at += 1;
    return pack.readUInt8(at - 1);
  };
  let code = byte();
  const type = (code >> 4) & 7;
  let size = code & 15;
  // Not by shifting: shifts wrap at 32 bits, and sizes may lie.
  for (let factor = 16; code >= 0x80; factor *= 128) {
    if (factor > 2 ** 40) throw broken("an object has an impossible size");
    code = byte();
    size += (code & 0x7f) * factor;
  }
  const base = readBase(type, offset, byte);
  room(size);
  const { data, used } = inflateExactly(pack.subarray(at, end), size);
  return { offset, type, base, data, next: at + used };
}

function readBase(type: number, offset: number, byte: () => number): number | Sha | undefined {
  if (type === REF_DELTA) return Buffer.from(Array.from({ length: 20 }, byte)).toString("hex");
  if (type !== OFFSET_DELTA) return undefined;
  let code = byte();
  let distance = code & 0x7f;
  while (code >= 0x80) {
    if (distance > 2 ** 40) throw broken("a delta base is impossibly far");
    code = byte();
    distance = (distance + 1) * 128 + (code & 0x7f);
  }
  if (distance === 0 || distance > offset - HEADER) throw broken("a delta base lies outside the pack");
  return offset - distance;
}

function inflateExactly(input: Buffer, size: number): { data: Buffer; used: number } {
  try {
    // A stream that makes more than it says is stopped there, not after it has filled the memory.
    const options = { info: true, maxOutputLength: Math.max(size, 1) } as const;
    const result: unknown = inflateSync(input, options);
    const { buffer, engine } = result as { buffer: Buffer; engine: InflateRaw };
    if (buffer.length === size) return { data: buffer, used: engine.bytesWritten };
  } catch (error) {
    throw new WireFault("broken", `an object cannot be unpacked (${error instanceof Error ? error.name : "error"})`);
  }
  throw broken("an object has another size than it says");
}

/** Turns deltas into objects as soon as their base is known, each once, however they are ordered. */
class Resolver {
  readonly #room: Room;
  readonly #byOffset = new Map<number, GitObject & { data: Buffer }>();
  readonly #byId = new Map<Sha, GitObject & { data: Buffer }>();
  readonly #waiting = new Map<number | Sha, PackedEntry[]>();
  #open = 0;

  constructor(room: Room) {
    this.#room = room;
  }

  add(entry: PackedEntry): void {
    const { base } = entry;
    if (base === undefined) {
      const type = types[entry.type];
      if (type === undefined) throw broken("an object has an unknown type");
      this.#settle([{ offset: entry.offset, object: { type, data: entry.data } }]);
      return;
    }
    const known = typeof base === "number" ? this.#byOffset.get(base) : this.#byId.get(base);
    if (known === undefined) this.#wait(base, entry);
    else this.#settle([this.#build(entry, known)]);
  }

  finish(): Map<Sha, GitObject> {
    if (this.#open > 0) throw broken("a delta has no base in its pack");
    return this.#byId;
  }

  #wait(base: number | Sha, entry: PackedEntry): void {
    const others = this.#waiting.get(base);
    if (others === undefined) this.#waiting.set(base, [entry]);
    else others.push(entry);
    this.#open += 1;
  }

  #build({ offset, data }: PackedEntry, base: GitObject & { data: Buffer }) {
    this.#room(deltaResultSize(data));
    return { offset, object: { type: base.type, data: applyDelta(base.data, data) } };
  }

  /** A work list, no recursion: chains of deltas may be as long as the pack. */
  #settle(work: { offset: number; object: GitObject & { data: Buffer } }[]): void {
    for (let done = work.pop(); done !== undefined; done = work.pop()) {
      const { offset, object } = done;
      const id = objectId(object);
      this.#byOffset.set(offset, object);
      this.#byId.set(id, object);
      for (const key of [offset, id]) {
        const waiting = this.#waiting.get(key) ?? [];
        this.#waiting.delete(key);
        this.#open -= waiting.length;
        work.push(...waiting.map((entry) => this.#build(entry, object)));
      }
    }
  }
}
