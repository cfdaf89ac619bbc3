import { quoteForeign } from "#adapters/git/git-failure.ts";
import type { Sha } from "#ports/git-repository.ts";
import type { Endpoint } from "./endpoint.ts";
import type { GitObject } from "./git-object.ts";
import { writePack } from "./pack-writer.ts";
import { FLUSH, lineOf, packet, readToFlush } from "./pkt-line.ts";
import { broken, WireFault } from "./wire-fault.ts";

/** Forty zeros: "must not exist" as the old value of a ref. */
const NOTHING: Sha = "0".repeat(40);

export interface RefCommand {
  ref: string;
  /** The value the ref must have; undefined = it must not exist. */
  old: Sha | undefined;
  new: Sha;
}

/** What became of a push: accepted means that the server said so of every ref, and of the pack. */
export type PushReport = { kind: "accepted" } | { kind: "refused"; words: string };

const WANTED = ["report-status", "side-band-64k", "object-format=sha1"] as const;

function requestBody(commands: readonly RefCommand[], capabilities: ReadonlySet<string>, pack: Buffer): Buffer {
  const chosen = [
    ...WANTED.filter((one) => capabilities.has(one)),
    // Without it each ref is for itself; nobody pushes several where it matters.
    ...(commands.length > 1 && capabilities.has("atomic") ? ["atomic"] : []),
    ...([...capabilities].some((one) => one.startsWith("agent=")) ? ["agent=vteam"] : []),
  ].join(" ");
  const lines = commands.map(({ ref, old, new: next }, index) =>
    packet(`${old ?? NOTHING} ${next} ${ref}${index === 0 ? `\0 ${chosen}` : ""}`),
  );
  return Buffer.concat([...lines, FLUSH, pack]);
}

/**
 * Sends commands and objects once. Refs are created or moved from a known value; nothing here deletes one: a server
 * drops the comparison of a deletion when it does not know the old value. Throws a WireFault when the outcome is unknown.
 */
export async function sendPush(
  endpoint: Endpoint,
  commands: readonly RefCommand[],
  objects: readonly GitObject[],
  capabilities: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<PushReport | { kind: "status"; status: number }> {
  if (commands.length === 0 || commands.some((one) => one.new === NOTHING)) throw new Error("a push names its refs");
  const answer = await endpoint.push(requestBody(commands, capabilities, writePack(objects)), signal);
  if (answer.status !== 200) return { kind: "status", status: answer.status };
  return readReport(answer.body, commands, capabilities.has("side-band-64k"));
}

function readReport(body: Buffer, commands: readonly RefCommand[], isBanded: boolean): PushReport {
  const { report, said } = isBanded ? unband(body) : { report: body, said: "" };
  const lines: string[] = [];
  for (const one of readToFlush(report)) {
    if (one.kind !== "data") throw broken("its report has a delimiter");
    lines.push(lineOf(one.data));
  }
  const [unpack, ...statuses] = lines;
  if (unpack === undefined || !unpack.startsWith("unpack ")) throw broken("its report says nothing of the pack");
  const isAccepted = unpack === "unpack ok" && commands.every(({ ref }) => statuses.includes(`ok ${ref}`));
  if (isAccepted && statuses.length === commands.length) return { kind: "accepted" };
  const reasons = [...(unpack === "unpack ok" ? [] : [unpack]), ...statuses.filter((one) => one.startsWith("ng "))];
  return { kind: "refused", words: quoteForeign([said, ...reasons].join(" ")) || "without a reason" };
}

/** The report is in packets of its own inside band 1; band 2 is what hooks and rules say to people. */
function unband(body: Buffer): { report: Buffer; said: string } {
  const report: Buffer[] = [];
  let said = "";
  for (const one of readToFlush(body)) {
    if (one.kind !== "data") throw broken("its report has a delimiter");
    const [band, text] = [one.data[0], one.data.subarray(1)];
    if (band === 1) report.push(text);
    else if (band === 2) said = (said + text.toString("utf8")).slice(-4_096);
    else if (band === 3) throw new WireFault("said", text.toString("utf8", 0, 4_096));
    else throw broken("a packet is on no known band");
  }
  return { report: Buffer.concat(report), said };
}

/** Asks for the right to push by a push of nothing; git itself asks like this. Needed only where the advertisement is too long. */
export async function probePush(endpoint: Endpoint, signal: AbortSignal): Promise<number> {
  return (await endpoint.push(FLUSH, signal)).status;
}
