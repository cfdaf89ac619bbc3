import { broken } from "./wire-fault.ts";

/** A size in git's little-endian base 128, from a delta or a pack. Sizes beyond 32 bits are no honest ones here. */
function readSize(delta: Buffer, start: number): { value: number; next: number } {
  let value = 0;
  for (let at = start, shift = 1; at < delta.length && at < start + 6; at += 1, shift *= 128) {
    const byte = delta.readUInt8(at);
    value += (byte & 0x7f) * shift;
    if (byte < 0x80) return { value, next: at + 1 };
  }
  throw broken("a delta has no size");
}

/** The size of what a delta makes, before it is made. */
export function deltaResultSize(delta: Buffer): number {
  return readSize(delta, readSize(delta, 0).next).value;
}

/** Makes an object from its base. Every offset and size is checked: the delta was written by a stranger. */
export function applyDelta(base: Buffer, delta: Buffer): Buffer {
  const baseSize = readSize(delta, 0);
  if (baseSize.value !== base.length) throw broken("a delta is not for its base");
  const size = readSize(delta, baseSize.next);
  const result = Buffer.alloc(size.value);
  let at = size.next;
  let written = 0;
  while (at < delta.length) {
    const code = delta.readUInt8(at);
    at += 1;
    if (code === 0) throw broken("a delta has an unknown instruction");
    const copy =
      code < 0x80 ? { from: delta, offset: at, size: code, next: at + code } : readCopy(base, delta, at, code);
    const end = copy.offset + copy.size;
    if (end > copy.from.length || written + copy.size > result.length) throw broken("a delta leaves its bounds");
    copy.from.copy(result, written, copy.offset, end);
    written += copy.size;
    at = copy.next;
  }
  if (written !== result.length) throw broken("a delta makes less than it says");
  return result;
}

/** A copy from the base: four bits say which bytes of the offset follow, three which of the size. */
function readCopy(base: Buffer, delta: Buffer, start: number, code: number) {
  let next = start;
  const read = (bits: readonly number[]): number => {
    let value = 0;
    for (const [index, bit] of bits.entries()) {
      if ((code & bit) === 0) continue;
      if (next >= delta.length) throw broken("a delta ends too early");
      value += delta.readUInt8(next) * 256 ** index;
      next += 1;
    }
    return value;
  };
  const offset = read([0x01, 0x02, 0x04, 0x08]);
  // No size at all stands for the largest that is common.
  const size = read([0x10, 0x20, 0x40]) || 0x10000;
  return { from: base, offset, size, next };
}
