import { Problem } from "#domain/problem.ts";
import { quoteForeign } from "./git-failure.ts";

const MAX_PACKET = 65_520;

/** Packets of git's line format; undefined is a flush. Throws when the body ends inside a packet. */
async function* readPackets(body: AsyncIterable<Uint8Array>, sentence: string): AsyncGenerator<Buffer | undefined> {
  const broken = () => new Problem("git-protocol", { sentence });
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of body) {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 4) {
      const digits = rest.toString("latin1", 0, 4);
      if (!/^[0-9a-f]{4}$/i.test(digits)) throw broken();
      const length = Number.parseInt(digits, 16);
      if (length > MAX_PACKET || (length > 0 && length < 4)) throw broken();
      if (rest.length < length) break;
      yield length === 0 ? undefined : rest.subarray(4, length);
      rest = rest.subarray(Math.max(length, 4));
    }
  }
  if (rest.length > 0) throw broken();
}

/**
 * Reads a whole advertisement of refs. A status of 200 alone proves nothing: proxies and login pages answer it too,
 * and a body that stops early is no repository without refs.
 */
export async function checkAdvertisement(body: AsyncIterable<Uint8Array>, service: string, url: string): Promise<void> {
  const sentence = `${url} did not answer as a git host does.`;
  const sections: string[] = [];
  let flushes = 0;
  for await (const packet of readPackets(body, sentence)) {
    if (packet === undefined) flushes += 1;
    else if (flushes === 0) sections.push(packet.toString("utf8"));
    if (packet?.toString("latin1", 0, 4) === "ERR ") {
      throw new Problem("git-protocol", { sentence: `${url} answered: ${quoteForeign(packet.toString("utf8", 4))}` });
    }
  }
  if (sections[0]?.trimEnd() !== `# service=${service}` || flushes !== 2)
    throw new Problem("git-protocol", { sentence });
}
