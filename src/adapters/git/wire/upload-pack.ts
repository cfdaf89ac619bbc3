import { isSha } from "#adapters/git/git-names.ts";
import type { Sha } from "#ports/git-repository.ts";
import type { Endpoint } from "./endpoint.ts";
import type { GitObject } from "./git-object.ts";
import { readPack } from "./pack-reader.ts";
import { DELIMITER, FLUSH, lineOf, packet, readToFlush } from "./pkt-line.ts";
import { broken, faultProblem, WireFault } from "./wire-fault.ts";

export interface ListedRef {
  name: string;
  sha: Sha;
  /** The ref that a symbolic one stands for. */
  symref?: string;
  /** The object behind an annotated tag. */
  peeled?: Sha;
}

export interface ObjectRequest {
  wants: readonly Sha[];
  /** tree:1 = each wanted object and, of a commit, its root tree; blob:none = all trees below as well. */
  filter: "tree:1" | "blob:none";
  /** Without its history; for a commit. */
  isShallow: boolean;
}

const command = (name: string, args: readonly string[]): Buffer =>
  Buffer.concat([
    packet(`command=${name}\n`),
    packet("object-format=sha1"),
    DELIMITER,
    ...args.map((arg) => packet(`${arg}\n`)),
    FLUSH,
  ]);

/** Refs whose names start with one of the prefixes: the server filters by prefix only, so names are compared by the caller. */
export async function listRefs(
  endpoint: Endpoint,
  prefixes: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, ListedRef>> {
  const args = ["peel", "symrefs", ...prefixes.map((prefix) => `ref-prefix ${prefix}`)];
  const body = await endpoint.read(command("ls-refs", args), signal);
  return decoded(endpoint, () => {
    const refs = new Map<string, ListedRef>();
    for (const one of readToFlush(body)) {
      if (one.kind !== "data") throw broken("its list of refs has a delimiter");
      const ref = parseRef(lineOf(one.data));
      if (ref !== undefined) refs.set(ref.name, ref);
    }
    return refs;
  });
}

function parseRef(line: string): ListedRef | undefined {
  const [sha = "", name = "", ...attributes] = line.split(" ");
  if (sha === "unborn") return undefined;
  if (!isSha(sha) || name === "") throw broken("a line of its list is no ref");
  const symref = attributes.find((one) => one.startsWith("symref-target:"))?.slice("symref-target:".length);
  const peeled = attributes.find((one) => one.startsWith("peeled:"))?.slice("peeled:".length);
  return {
    name,
    sha,
    ...(symref === undefined ? {} : { symref }),
    ...(peeled === undefined || !isSha(peeled) ? {} : { peeled }),
  };
}

/** Objects by the id computed from their bytes; those nobody asked for may be among them, those missing are for the caller to see. */
export async function fetchObjects(
  endpoint: Endpoint,
  { wants, filter, isShallow }: ObjectRequest,
  signal: AbortSignal,
): Promise<Map<Sha, GitObject>> {
  const args = [
    ...wants.map((sha) => `want ${sha}`),
    ...(isShallow ? ["deepen 1"] : []),
    `filter ${filter}`,
    "no-progress",
    "done",
  ];
  const body = await endpoint.read(command("fetch", args), signal);
  return decoded(endpoint, () => readPack(packOf(body)));
}

/** The server has no object of this id, or none it would give. */
export const isMissingObject = (error: unknown): boolean =>
  error instanceof WireFault && error.kind === "said" && /not our ref/i.test(error.message);

/** Sections with a name, the pack last, in packets whose first byte says what they carry. */
function packOf(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  let section: string | undefined;
  for (const one of readToFlush(body)) {
    if (one.kind === "delimiter") section = undefined;
    else if (section === undefined) section = lineOf(one.data);
    else if (section === "packfile") parts.push(...bandOf(one.data));
  }
  if (section !== "packfile") throw broken("it sent no pack");
  return Buffer.concat(parts);
}

/** Band 1 is content, 2 is chatter, 3 is the end of everything. */
function bandOf(data: Buffer): Buffer[] {
  const band = data[0];
  if (band === 1) return [data.subarray(1)];
  if (band === 2) return [];
  if (band === 3) throw new WireFault("said", data.toString("utf8", 1, 4_097));
  throw broken("a packet is on no known band");
}

function decoded<T>(endpoint: Endpoint, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (isMissingObject(error)) throw error;
    throw faultProblem(error, endpoint.remote.url);
  }
}
