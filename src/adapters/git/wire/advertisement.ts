import { isSha } from "#adapters/git/git-names.ts";
import type { Sha } from "#ports/git-repository.ts";
import { lineOf, readPackets } from "./pkt-line.ts";
import { broken, WireFault } from "./wire-fault.ts";

/** What a server shows to those who may push. */
export interface PushAdvertisement {
  refs: Map<string, Sha>;
  capabilities: ReadonlySet<string>;
}

/** What a server can do for those who read. */
export interface UploadAbilities {
  hasLsRefs: boolean;
  /** fetch with `deepen` and `filter`. */
  hasFilter: boolean;
}

/** The one line before the refs; then the capabilities hide behind the first of them. */
export function parsePushAdvertisement(body: Buffer): PushAdvertisement {
  const [head = [], lines = [], ...rest] = sections(body, 2);
  if (head.length !== 1 || lineOf(head[0] ?? Buffer.alloc(0)) !== "# service=git-receive-pack" || rest.length > 0)
    throw broken("it is no advertisement for a push");
  const first = lines[0]?.toString("utf8") ?? "";
  const nul = first.indexOf("\0");
  if (nul === -1) throw broken("its advertisement names no capabilities");
  const capabilities = capabilitiesOf(first);
  const refs = new Map<string, Sha>();
  for (const line of [first.slice(0, nul), ...lines.slice(1).map(lineOf)]) {
    const [sha = "", name = "", ...more] = line.split(" ");
    if (sha === "shallow") continue;
    if (!isSha(sha) || name === "" || more.length > 0) throw broken("a line of its advertisement is no ref");
    // Not refs: objects the server has elsewhere, commits behind tags, and the placeholder of an empty repository.
    if (name !== ".have" && !name.endsWith("^{}")) refs.set(name, sha);
  }
  return { refs, capabilities };
}

/** The capabilities alone, from an advertisement that was cut because it is too long. */
export function capabilitiesOfStart(start: Buffer): ReadonlySet<string> {
  let isInRefs = false;
  for (const one of readPackets(start)) {
    if (one.kind === "flush") isInRefs = true;
    else if (isInRefs && one.kind === "data") return capabilitiesOf(one.data.toString("utf8"));
  }
  throw broken("its advertisement names no capabilities");
}

function capabilitiesOf(first: string): ReadonlySet<string> {
  const capabilities = new Set(
    first
      .slice(first.indexOf("\0") + 1)
      .trim()
      .split(" "),
  );
  refuseOtherHashes([...capabilities]);
  return capabilities;
}

/** The answer to "which protocol?". undefined: version 2 is not spoken. */
export function parseUploadAbilities(body: Buffer): UploadAbilities | undefined {
  const lines = sections(body, Number.POSITIVE_INFINITY).flat().map(lineOf);
  const version = lines.indexOf("version 2");
  if (version === -1) return undefined;
  const abilities = lines.slice(version + 1);
  refuseOtherHashes(abilities);
  const features =
    abilities
      .find((line) => line.startsWith("fetch="))
      ?.slice("fetch=".length)
      .split(" ") ?? [];
  return {
    hasLsRefs: abilities.some((line) => line === "ls-refs" || line.startsWith("ls-refs=")),
    hasFilter: features.includes("shallow") && features.includes("filter"),
  };
}

function refuseOtherHashes(capabilities: readonly string[]): void {
  const format = capabilities.find((one) => one.startsWith("object-format="))?.slice("object-format=".length);
  if (format !== undefined && format !== "sha1")
    throw new WireFault("said", `this repository names objects by ${format}; only sha1 is supported`);
}

/** The data between flushes. An advertisement that does not end with one was cut. */
function sections(body: Buffer, most: number): Buffer[][] {
  const found: Buffer[][] = [];
  let open: Buffer[] | undefined = [];
  for (const one of readPackets(body)) {
    if (open === undefined) {
      if (found.length === most) throw broken("it went on after its end");
      open = [];
    }
    if (one.kind === "data") open.push(one.data);
    else if (one.kind === "delimiter") throw broken("its advertisement has a delimiter");
    else {
      found.push(open);
      open = undefined;
    }
  }
  if (open !== undefined) throw broken("it ended before its end was marked");
  return found;
}
