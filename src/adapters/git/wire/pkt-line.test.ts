import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePushAdvertisement, parseUploadAbilities } from "./advertisement.ts";
import { FLUSH, packet, readPackets, readToFlush } from "./pkt-line.ts";
import { WireFault } from "./wire-fault.ts";

const contents = fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { maxLength: 8 });
const bodyOf = (parts: readonly Uint8Array[]) => Buffer.concat([...parts.map(packet), FLUSH]);
const read = (body: Buffer) => [...readToFlush(body)].map((one) => (one.kind === "data" ? [...one.data] : one.kind));
const SHA = "1".repeat(40);

const kindOf = (run: () => unknown): string => {
  try {
    run();
    return "fine";
  } catch (error) {
    return error instanceof WireFault ? error.kind : `bug: ${error}`;
  }
};

describe("packets", () => {
  it("reads back what it wrote", () => {
    const isWhole = fc.property(contents, (parts) => {
      const usable = parts.filter((part) => Buffer.from(part).toString("latin1", 0, 4) !== "ERR ");

      expect(read(bodyOf(usable))).toEqual(usable.map((part) => [...part]));
    });

    fc.assert(isWhole);
  });

  it("takes a body that was cut at any byte for broken", () => {
    const isBroken = fc.property(contents, fc.nat(), (parts, at) => {
      const body = bodyOf(parts);

      expect(kindOf(() => read(body.subarray(0, at % body.length)))).not.toBe("fine");
    });

    fc.assert(isBroken);
  });

  it("never does anything but read or refuse, whatever the bytes", () => {
    const isCalm = fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const readers = [readToFlush, readPackets].map((reader) => () => [...reader(Buffer.from(bytes))]);
      const parsers = [parsePushAdvertisement, parseUploadAbilities].map((parse) => () => parse(Buffer.from(bytes)));

      for (const run of [...readers, ...parsers]) expect(kindOf(run)).not.toContain("bug");
    });

    fc.assert(isCalm, { numRuns: 500 });
  });

  it("refuses impossible lengths and what follows the end", () => {
    for (const body of ["0003", "zzzz", "fff1", "0002", "00000000", "", "0005a"])
      expect(kindOf(() => read(Buffer.from(body)))).toBe("broken");
    expect(kindOf(() => read(Buffer.concat([packet("ERR go away\n"), FLUSH])))).toBe("said");
  });
});

describe("an advertisement", () => {
  const lines = [
    packet("# service=git-receive-pack\n"),
    FLUSH,
    packet(`${SHA} refs/heads/main\0report-status side-band-64k object-format=sha1 agent=git/2\n`),
    packet(`${"2".repeat(40)} .have\n`),
    packet(`${"3".repeat(40)} refs/tags/v1\n`),
    packet(`${"4".repeat(40)} refs/tags/v1^{}\n`),
    packet(`shallow ${"5".repeat(40)}\n`),
    FLUSH,
  ];

  it("names refs, and nothing that only looks like one", () => {
    const { refs, capabilities } = parsePushAdvertisement(Buffer.concat(lines));

    expect([...refs]).toEqual([
      ["refs/heads/main", SHA],
      ["refs/tags/v1", "3".repeat(40)],
    ]);
    expect(capabilities.has("side-band-64k")).toBe(true);
  });

  it("is no advertisement when it was cut anywhere", () => {
    const whole = Buffer.concat(lines);

    const kinds = Array.from({ length: whole.length }, (_, at) =>
      kindOf(() => parsePushAdvertisement(whole.subarray(0, at))),
    );

    expect(new Set(kinds)).toEqual(new Set(["broken"]));
  });

  it("has no refs in an empty repository", () => {
    const empty = [lines[0] ?? FLUSH, FLUSH, packet(`${"0".repeat(40)} capabilities^{}\0report-status\n`), FLUSH];

    const { refs } = parsePushAdvertisement(Buffer.concat(empty));

    expect(refs.size).toBe(0);
  });

  it("of another hash is refused in words", () => {
    const first = packet(`${"a".repeat(64)} refs/heads/main\0report-status object-format=sha256\n`);
    const abilities = [packet("version 2\n"), packet("ls-refs\n"), packet("object-format=sha256\n"), FLUSH];

    expect(kindOf(() => parsePushAdvertisement(Buffer.concat([lines[0] ?? FLUSH, FLUSH, first, FLUSH])))).toBe("said");
    expect(kindOf(() => parseUploadAbilities(Buffer.concat(abilities)))).toBe("said");
  });

  it("tells version 2 with and without filters from the old protocol", () => {
    const abilities = (fetch: string) =>
      parseUploadAbilities(
        Buffer.concat([packet("version 2\n"), packet("ls-refs=unborn\n"), packet(`fetch=${fetch}\n`), FLUSH]),
      );

    expect(abilities("shallow wait-for-done filter")).toEqual({ hasLsRefs: true, hasFilter: true });
    expect(abilities("shallow")).toEqual({ hasLsRefs: true, hasFilter: false });
    expect(parseUploadAbilities(Buffer.concat(lines))).toBeUndefined();
  });
});
