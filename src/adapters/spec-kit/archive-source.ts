import { Problem } from "#domain/problem.ts";
import { sha256 } from "./seed-file.ts";
import { limits, type SourceTree, subtree } from "./source-tree.ts";
import { archiveRejected, inflate, openZip } from "./zip-entries.ts";

const FETCH_TIMEOUT_MS = 60_000;
const MAX_REDIRECTS = 5;

/** The files of a zip archive. One directory around everything, as git hosts make it, does not count. */
export async function archiveTree(bytes: Uint8Array, source: string): Promise<SourceTree> {
  if (bytes.length > limits.archiveBytes) throw archiveRejected("it is larger than 50 MB");
  const { files, zip } = await openZip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const archiveSha256 = sha256(bytes);
  const tree: SourceTree = {
    paths: [...files.keys()],
    record: { source, version: `sha256:${archiveSha256.slice(0, 16)}`, archiveSha256 },
    warnings: [],
    async read(path) {
      const entry = files.get(path);
      if (!entry) throw new Problem("no-such-file", { sentence: `The archive has no file ${path}.` });
      return inflate(zip, entry);
    },
  };
  const tops = new Set(tree.paths.map((path) => path.slice(0, path.indexOf("/") + 1)));
  const [top] = tops;
  return tops.size === 1 && top !== undefined && top.length > 1 && !top.startsWith(".")
    ? subtree(tree, top.slice(0, -1))
    : tree;
}

/** Whether a source is an archive rather than a repository. */
export const isArchiveUrl = (source: string): boolean => /^https?:\/\/.+\.zip$/i.test(source);

export interface FetchedArchive {
  bytes: Uint8Array;
  /** The host's name for exactly these bytes. */
  etag: string | undefined;
}

/** Fetches archives. One that its host says is unchanged is not sent again. */
export class ArchiveFetcher {
  readonly #kept = new Map<string, FetchedArchive>();
  readonly #allowHttp: boolean;

  constructor(allowHttp: boolean) {
    this.#allowHttp = allowHttp;
  }

  async fetch(url: string, signal: AbortSignal): Promise<Uint8Array> {
    const known = this.#kept.get(url);
    const fetched = await fetchArchive(url, this.#allowHttp, signal, known);
    this.#kept.clear(); // one is enough: kits are seeded many times in a row, archives are large
    if (fetched.etag !== undefined) this.#kept.set(url, fetched);
    return fetched.bytes;
  }
}

/** Redirects are followed, but only to where the first request might have gone. */
export async function fetchArchive(
  url: string,
  allowHttp: boolean,
  signal: AbortSignal,
  known?: FetchedArchive,
): Promise<FetchedArchive> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(FETCH_TIMEOUT_MS)]);
  try {
    const response = await follow(url, allowHttp, limit, known?.etag);
    if (response.status === 304 && known !== undefined) return known;
    if (!response.ok)
      throw new Problem("invalid-kit", { sentence: `${url} answered ${response.status} instead of an archive.` });
    return { bytes: await readCapped(response), etag: response.headers.get("etag") ?? undefined };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Problem) throw error;
    throw new Problem("git-host-unreachable", { sentence: `The archive ${url} could not be fetched.`, cause: error });
  }
}

async function follow(url: string, allowHttp: boolean, signal: AbortSignal, etag?: string): Promise<Response> {
  const headers = { accept: "application/zip", ...(etag === undefined ? {} : { "if-none-match": etag }) };
  let next = new URL(url);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    if (next.protocol !== "https:" && !(allowHttp && next.protocol === "http:"))
      throw new Problem("invalid-kit", {
        sentence: `${next.origin} is not reached over https, so nothing is fetched from it.`,
      });
    const response = await fetch(next, { redirect: "manual", signal, headers });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status > 399 || response.status === 304 || location === null) return response;
    await response.body?.cancel();
    next = new URL(location, next);
  }
  throw new Problem("invalid-kit", { sentence: `${url} leads from one address to the next without end.` });
}

async function readCapped(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > limits.archiveBytes) throw archiveRejected("it is larger than 50 MB");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
