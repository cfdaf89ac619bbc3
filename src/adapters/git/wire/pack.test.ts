import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GitObject, objectId } from "./git-object.ts";
import { readPack } from "./pack-reader.ts";
import { writePack } from "./pack-writer.ts";
import { WireFault } from "./wire-fault.ts";

let directory: string;
const env = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null", HOME: "/nonexistent" };
const git = (args: readonly string[], input: string | Buffer = ""): Buffer =>
  execFileSync("git", ["-C", directory, ...args], { env, input, maxBuffer: 256 * 1024 * 1024, stdio: "pipe" });

const caps = { objects: 1_000, objectBytes: 1024 * 1024, totalBytes: 4 * 1024 * 1024 };
const sealed = (body: Buffer): Buffer => Buffer.concat([body, createHash("sha1").update(body).digest()]);
const header = (count: number): Buffer => {
  const head = Buffer.from("PACK\0\0\0\x02\0\0\0\0", "latin1");
  head.writeUInt32BE(count, 8);
  return head;
};
const kindOf = (pack: Buffer): string => {
  try {
    return readPack(pack, caps).size > 0 ? "objects" : "empty";
  } catch (error) {
    return error instanceof WireFault ? error.kind : `bug: ${error}`;
  }
};

/** The type and a size, true or not. */
function entryHeader(type: number, size: number): Buffer {
  const bytes: number[] = [];
  let code = (type << 4) | (size & 15);
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push(code | 0x80);
    code = rest & 0x7f;
  }
  return Buffer.from([...bytes, code]);
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "vteam-pack-"));
  git(["init", "--quiet", "."]);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("writing a pack", () => {
  it("makes what git itself accepts and reads, of any size", () => {
    const sizes = [0, 1, 15, 16, 17, 2_047, 2_048, 70_000];
    const blobs = sizes.map((size): GitObject => ({ type: "blob", data: Buffer.alloc(size, "vteam ") }));

    const path = join(directory, "ours.pack");
    writeFileSync(path, writePack(blobs));
    git(["index-pack", "--strict", "-o", join(directory, "ours.idx"), path]);
    const listed = git(["verify-pack", "-v", path]).toString();

    for (const blob of blobs) expect(listed).toContain(`${objectId(blob)} blob   ${blob.data.length} `);
    expect(
      git(["hash-object", "--stdin"], Buffer.from(blobs[7]?.data ?? ""))
        .toString()
        .trim(),
    ).toBe(objectId(blobs[7] ?? { type: "blob", data: Buffer.alloc(0) }));
  });

  it("is 32 bytes long without objects", () => {
    expect(writePack([]).length).toBe(32);
    expect(kindOf(writePack([]))).toBe("empty");
  });

  it("is read back object by object", () => {
    const object = fc.record({
      type: fc.constantFrom("blob", "tree", "commit", "tag"),
      data: fc.uint8Array({ maxLength: 5_000 }),
    });
    const isSame = fc.property(fc.array(object, { maxLength: 6 }), (objects) => {
      const read = readPack(writePack(objects), caps);

      for (const one of objects)
        expect(Buffer.from(one.data).equals(read.get(objectId(one))?.data ?? Buffer.of(0))).toBe(true);
    });

    fc.assert(isSame, { numRuns: 50 });
  });
});

describe("reading packs of git", () => {
  it("follows delta chains of depth 50, by offset and by id", () => {
    const lines = Array.from(
      { length: 400 },
      (_, index) => `line ${index} ${createHash("sha1").update(`${index}`).digest("hex")}`,
    );
    const ids = Array.from({ length: 60 }, (_, round) => {
      lines[round * 3] = `changed in round ${round}`;
      return git(["hash-object", "-w", "--stdin"], lines.join("\n")).toString().trim();
    });
    const names = ids.map((id) => `${id} file`).join("\n");
    const pack = (...args: string[]) =>
      git(["pack-objects", "--stdout", "--depth=50", "--window=100", "-q", ...args], `${names}\n`);

    const packs = [pack("--delta-base-offset"), pack("--no-reuse-delta")];

    for (const bytes of packs) {
      expect(bytes.length).toBeLessThan(60_000);
      const read = readPack(bytes, caps);
      expect([...read.keys()].sort()).toEqual([...new Set(ids)].sort());
      for (const id of ids)
        expect(git(["cat-file", "blob", id]).equals(Buffer.from(read.get(id)?.data ?? ""))).toBe(true);
    }
  });

  it("finds any flipped bit", () => {
    const ids = ["one\n", "two\n".repeat(100)].map((text) =>
      git(["hash-object", "-w", "--stdin"], text).toString().trim(),
    );
    const pack = git(["pack-objects", "--stdout", "-q"], `${ids.join("\n")}\n`);
    const isFound = fc.property(fc.nat(pack.length * 8 - 1), (bit) => {
      const damaged = Buffer.from(pack);
      damaged.writeUInt8(damaged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);

      expect(["broken", "large"]).toContain(kindOf(damaged));
    });

    fc.assert(isFound, { numRuns: 500 });
  });

  it("gives right objects or none when the damage is sealed with a new checksum", () => {
    const texts = ["one\n", "two\n".repeat(100), `${"two\n".repeat(100)}three`];
    const ids = texts.map((text) => git(["hash-object", "-w", "--stdin"], text).toString().trim());
    const body = git(["pack-objects", "--stdout", "-q", "--delta-base-offset"], `${ids.join("\n")}\n`).subarray(0, -20);
    const isHonest = fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const damaged = Buffer.from(body);
      damaged.writeUInt8(damaged.readUInt8(at) ^ change, at);
      try {
        for (const [id, object] of readPack(sealed(damaged), caps)) expect(objectId(object)).toBe(id);
      } catch (error) {
        expect(error).toBeInstanceOf(WireFault);
      }
    });

    fc.assert(isHonest, { numRuns: 1_000 });
  });

  it("refuses a pack cut anywhere", () => {
    const pack = writePack([{ type: "blob", data: Buffer.from("hello") }]);

    const kinds = Array.from({ length: pack.length }, (_, at) => kindOf(pack.subarray(0, at)));

    expect(new Set(kinds)).toEqual(new Set(["broken"]));
  });
});

describe("hostile packs", () => {
  const blob = deflateSync(Buffer.from("hello"));

  it("whose sizes lie are refused, before the memory is taken", () => {
    const lies = [0, 4, 6, 1_000_000, 2 ** 31, 2 ** 33, 2 ** 45].map((size) =>
      sealed(Buffer.concat([header(1), entryHeader(3, size), blob])),
    );
    const bomb = sealed(Buffer.concat([header(1), entryHeader(3, 10), deflateSync(Buffer.alloc(50_000_000))]));
    const before = process.memoryUsage().rss;

    const kinds = [...lies, bomb].map(kindOf);

    expect(kinds.every((kind) => kind === "broken" || kind === "large")).toBe(true);
    expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 * 1024);
  });

  it("that hold too many or too much are refused", () => {
    const many = header(2 ** 31);
    const full = Array.from(
      { length: 5 },
      (_, index): GitObject => ({ type: "blob", data: Buffer.alloc(1_000_000, index) }),
    );

    expect(kindOf(sealed(many))).toBe("large");
    expect(kindOf(writePack(full))).toBe("large");
  });

  it("with deltas that lie, loop or come from nowhere are refused", () => {
    const size = (value: number): number[] =>
      value < 128 ? [value] : [(value & 127) | 128, ...size(Math.floor(value / 128))];
    const base = Buffer.concat([entryHeader(3, 5), blob]);
    const delta = (instructions: readonly number[], made: number, distance: number) => {
      const bytes = Buffer.from([...size(5), ...size(made), ...instructions]);
      return Buffer.concat([entryHeader(6, bytes.length), Buffer.from([distance]), deflateSync(bytes)]);
    };
    const pack = (...entries: Buffer[]) => sealed(Buffer.concat([header(entries.length), ...entries]));
    const byId = (id: string) => {
      const bytes = Buffer.from([5, 5, 0x90, 5]);
      return Buffer.concat([entryHeader(7, bytes.length), Buffer.from(id, "hex"), deflateSync(bytes)]);
    };
    const far = base.length;

    expect(kindOf(pack(base, delta([0x90, 5], 5, far)))).toBe("objects");
    const hostile = [
      pack(base, delta([0x90, 6], 6, far)),
      pack(base, delta([0x91, 200, 5], 5, far)),
      pack(base, delta([0x90, 5], 4, far)),
      pack(base, delta([0x90, 5], 6, far)),
      pack(base, delta([0], 5, far)),
      pack(base, delta([5, 1, 2], 5, far)),
      pack(base, delta([0x9f], 5, far)),
      pack(base, delta([0x90, 5], 2 ** 40, far)),
      pack(base, delta([0x90, 5], 5, 0)),
      pack(base, delta([0x90, 5], 5, far - 1)),
      pack(base, delta([0x90, 5], 5, 120)),
      pack(byId("1".repeat(40)), byId("2".repeat(40))),
      pack(base, Buffer.concat([entryHeader(5, 5), blob])),
      sealed(Buffer.concat([header(1), base, base])),
    ];
    expect(hostile.map(kindOf).filter((kind) => kind !== "broken" && kind !== "large")).toEqual([]);
  });

  it("of many small deltas of one base stay within the total", () => {
    const bytes = Buffer.from([
      5,
      0x80,
      0x80,
      0x20,
      ...Array(8)
        .fill(0x90)
        .flatMap((code) => [code, 5]),
    ]);
    const entry = Buffer.concat([
      entryHeader(7, bytes.length),
      Buffer.from("b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0", "hex"),
      deflateSync(bytes),
    ]);
    const entries = Array.from({ length: 900 }, () => entry);

    const kind = kindOf(sealed(Buffer.concat([header(901), entryHeader(3, 5), blob, ...entries])));

    expect(["broken", "large"]).toContain(kind);
  });

  it("is unharmed by its own file", () => {
    expect(kindOf(readFileSync(import.meta.filename))).toBe("broken");
  });
});
