import type { SourceRecord } from "#domain/seed-kit.ts";

/** What any source may hold at most; a kit is some dozen small files. */
export const limits = {
  archiveBytes: 50_000_000,
  entries: 2_000,
  fileBytes: 5_000_000,
  totalBytes: 50_000_000,
  ratio: 100,
} as const;

/** The regular files of a source. Links, submodules and devices are not among them, whatever the source. */
export interface SourceTree {
  paths: readonly string[];
  /** A path of `paths`. */
  read(path: string): Promise<Uint8Array>;
  /** Brings files that will be read, all at once, where that is quicker than one by one. */
  prefetch?(paths: readonly string[]): Promise<void>;
  record: SourceRecord;
  warnings: readonly string[];
}

const MAX_SEGMENT_BYTES = 255;
const MAX_PATH_BYTES = 4_096;

/** Why a path must not be used, or undefined when it stays inside its root on every system. */
export function pathFault(path: string): string | undefined {
  const bytes = (text: string): number => new TextEncoder().encode(text).length;
  if (path === "" || bytes(path) > MAX_PATH_BYTES) return "is empty or too long";
  if (path.includes("\\")) return "has a backslash";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what we look for
  if (/[\u0000-\u001f\u007f]/.test(path)) return "has a control character";
  if (/^[A-Za-z]:/.test(path) || path.startsWith("/")) return "is absolute";
  for (const segment of path.split("/")) {
    if (segment === "" || segment === "." || segment === "..") return "leaves its directory";
    if (segment.toLowerCase() === ".git") return "is inside .git";
    if (bytes(segment) > MAX_SEGMENT_BYTES) return "has a name that is too long";
  }
  return undefined;
}

/** Text of a source: UTF-8 with LF; what is not UTF-8 reads with replacement characters. */
export const readText = async (tree: SourceTree, path: string): Promise<string> =>
  new TextDecoder().decode(await tree.read(path)).replaceAll("\r\n", "\n");

/** The same source seen from inside one of its directories. */
export function subtree(tree: SourceTree, directory: string): SourceTree {
  if (directory === "") return tree;
  const prefix = `${directory}/`;
  const paths = tree.paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  return {
    ...tree,
    paths,
    read: (path) => tree.read(prefix + path),
    prefetch: async (wanted) => tree.prefetch?.(wanted.map((path) => prefix + path)),
  };
}
