import { broken, WireFault } from "./wire-fault.ts";

const MAX_PACKET = 65_520;
const LENGTH = /^[0-9a-f]{4}$/i;

export type Packet = { kind: "data"; data: Buffer } | { kind: "flush" } | { kind: "delimiter" };

export const FLUSH = Buffer.from("0000");
export const DELIMITER = Buffer.from("0001");

/** One packet of git's line format. */
export function packet(content: string | Uint8Array): Buffer {
  const data = typeof content === "string" ? Buffer.from(content) : content;
  if (data.length + 4 > MAX_PACKET) throw new Error("a packet holds at most 65,516 bytes");
  return Buffer.concat([Buffer.from((data.length + 4).toString(16).padStart(4, "0")), data]);
}

/** The packets of a whole body. Throws when it ends inside one; whether it ends too early is for the reader to judge. */
export function* readPackets(body: Buffer): Generator<Packet> {
  let at = 0;
  while (at < body.length) {
    const digits = body.toString("latin1", at, at + 4);
    if (!LENGTH.test(digits)) throw broken("a packet has no length");
    const length = Number.parseInt(digits, 16);
    if (length > MAX_PACKET || length === 2 || length === 3) throw broken("a packet has an impossible length");
    if (at + length > body.length) throw broken("it ended inside a packet");
    if (length === 0) yield { kind: "flush" };
    else if (length === 1) yield { kind: "delimiter" };
    else yield { kind: "data", data: checkError(body.subarray(at + 4, at + length)) };
    at += Math.max(length, 4);
  }
}

/** Packets up to the flush that must end the body: a body without it was cut, whatever its status said. */
export function* readToFlush(body: Buffer): Generator<Exclude<Packet, { kind: "flush" }>> {
  let isOver = false;
  for (const one of readPackets(body)) {
    if (isOver) throw broken("it went on after its end");
    if (one.kind === "flush") isOver = true;
    else yield one;
  }
  if (!isOver) throw broken("it ended before its end was marked");
}

/** A packet as a line of text, without its line feed. */
export const lineOf = (data: Buffer): string => data.toString("utf8").replace(/\n$/, "");

function checkError(data: Buffer): Buffer {
  if (data.toString("latin1", 0, 4) === "ERR ") throw new WireFault("said", data.toString("utf8", 4, 4_100));
  return data;
}
