import { crc32 } from "node:zlib";
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { isProblem, Problem } from "#domain/problem.ts";
import { limits, pathFault } from "./source-tree.ts";

const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const DIRECTORY = 0o040000;

// Below this size a high ratio is only a file that repeats itself, such as a page of blanks.
const RATIO_FLOOR_BYTES = 64_000;

export const archiveRejected = (why: string, cause?: unknown): Problem =>
  new Problem("archive-rejected", { sentence: `The archive was refused: ${why}.`, cause });

/** Reads the directory of a zip file and refuses it as a whole when one entry is not an honest, regular file. */
export async function openZip(bytes: Buffer): Promise<{ files: Map<string, Entry>; zip: ZipFile }> {
  try {
    const zip = await fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: true, validateEntrySizes: true });
    return { files: await listFiles(zip), zip };
  } catch (error) {
    if (isProblem(error)) throw error;
    throw archiveRejected("it is not a sound zip file", error);
  }
}

async function listFiles(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.entries)
    throw archiveRejected(`it has ${zip.entryCount} entries, and 2,000 is the limit`);
  const files = new Map<string, Entry>();
  const seen = new Map<string, string>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    const isDirectory = entry.fileName.endsWith("/");
    const path = isDirectory ? entry.fileName.slice(0, -1) : entry.fileName;
    checkEntry(entry, path, isDirectory);
    total += entry.uncompressedSize;
    if (total > limits.totalBytes) throw archiveRejected("it unpacks to more than 50 MB");
    const twin = path.normalize("NFC").toLowerCase();
    if (seen.has(twin)) throw archiveRejected(`it holds "${path}" twice, or in two spellings`);
    seen.set(twin, path);
    if (!isDirectory) files.set(path, entry);
  }
  for (const path of seen.values()) checkParents(path, files);
  return files;
}

function checkEntry(entry: Entry, path: string, isDirectory: boolean): void {
  const fault = pathFault(path);
  if (fault !== undefined) throw archiveRejected(`the path ${JSON.stringify(path.slice(0, 80))} ${fault}`);
  // The upper half holds the Unix mode; archives made elsewhere leave it empty.
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE;
  if (type !== 0 && type !== (isDirectory ? DIRECTORY : REGULAR))
    throw archiveRejected(`"${path}" is a link or a device`);
  if (entry.isEncrypted()) throw archiveRejected(`"${path}" is encrypted`);
  if (!entry.canDecodeFileData()) throw archiveRejected(`"${path}" is packed in a way that is not supported`);
  const { compressedSize, uncompressedSize } = entry;
  if (uncompressedSize > limits.fileBytes) throw archiveRejected(`"${path}" unpacks to more than 5 MB`);
  if (uncompressedSize > RATIO_FLOOR_BYTES && uncompressedSize > compressedSize * limits.ratio)
    throw archiveRejected(`"${path}" unpacks to more than 100 times its size`);
}

function checkParents(path: string, files: ReadonlyMap<string, Entry>): void {
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1))
    if (files.has(path.slice(0, end))) throw archiveRejected(`"${path.slice(0, end)}" is a file and a directory`);
}

/** Unpacks one entry. Sizes are counted while inflating, because what an archive says of itself may be a lie. */
export async function inflate(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  try {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      if (!Buffer.isBuffer(chunk)) throw archiveRejected(`"${entry.fileName}" could not be read`);
      size += chunk.length;
      if (size > limits.fileBytes) throw archiveRejected(`"${entry.fileName}" unpacks to more than 5 MB`);
      chunks.push(chunk);
    }
    const content = Buffer.concat(chunks);
    if (crc32(content) !== entry.crc32) throw archiveRejected(`the checksum of "${entry.fileName}" is wrong`);
    return content;
  } catch (error) {
    if (isProblem(error)) throw error;
    throw archiveRejected(`"${entry.fileName}" is damaged or lies about its size`, error);
  }
}
