/** One top-level key of a frontmatter with the lines that belong to it. */
export interface FrontmatterBlock {
  key: string;
  lines: readonly string[];
}

/** A Markdown file that starts with a block between two lines of three hyphens. */
export interface FrontmatterDocument {
  blocks: readonly FrontmatterBlock[];
  body: string;
}

/** Takes a text apart without a YAML parser, so that what is not ours stays as it was. undefined = no frontmatter. */
export function parseFrontmatter(text: string): FrontmatterDocument | undefined {
  const lines = text
    .replace(/^\uFEFF/, "")
    .replaceAll("\r\n", "\n")
    .split("\n");
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === "---");
  if (lines[0]?.trimEnd() !== "---" || end === -1) return undefined;
  const blocks: { key: string; lines: string[] }[] = [];
  for (const line of lines.slice(1, end)) {
    const key = /^([A-Za-z_][\w-]*)\s*:/.exec(line)?.[1];
    if (key !== undefined) blocks.push({ key, lines: [line] });
    else blocks.at(-1)?.lines.push(line);
  }
  return { blocks, body: lines.slice(end + 1).join("\n") };
}

/** Puts a document together again; without blocks there is no frontmatter. */
export function formatFrontmatter(document: FrontmatterDocument): string {
  if (document.blocks.length === 0) return document.body.replace(/^\n+/, "");
  return `---\n${document.blocks.flatMap((block) => block.lines).join("\n")}\n---\n${document.body}`;
}

/** The text of one key: plain, quoted, folded or literal. undefined = the key is not there or holds no text. */
export function frontmatterText(document: FrontmatterDocument, key: string): string | undefined {
  const block = document.blocks.find((candidate) => candidate.key === key);
  if (!block) return undefined;
  const [first = "", ...rest] = block.lines;
  const value = scalar(first.slice(first.indexOf(":") + 1).trim(), rest);
  return value === "" ? undefined : value;
}

/** The text of a key one level down, such as `sh` below `scripts`. */
export function frontmatterChild(document: FrontmatterDocument, key: string, child: string): string | undefined {
  const block = document.blocks.find((candidate) => candidate.key === key);
  const prefix = `${child}:`;
  const line = block?.lines.slice(1).find((candidate) => candidate.trim().startsWith(prefix));
  const value = line === undefined ? "" : scalar(line.trim().slice(prefix.length).trim(), []);
  return value === "" ? undefined : value;
}

function scalar(first: string, rest: readonly string[]): string {
  const more = rest.map((line) => line.trim());
  if (/^[|][-+]?\d?$/.test(first)) return more.join("\n").trim();
  if (/^>[-+]?\d?$/.test(first)) return more.join(" ").trim();
  const double = /^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$/.exec(first);
  if (double) return (double[1] ?? "").replace(/\\(.)/g, (_, char: string) => (char === "n" ? "\n" : char));
  const single = /^'((?:[^']|'')*)'\s*(?:#.*)?$/.exec(first);
  if (single) return (single[1] ?? "").replaceAll("''", "'");
  return [first, ...more.filter((line) => line !== "" && !line.startsWith("#"))]
    .join(" ")
    .replace(/\s+#.*$/, "")
    .trim();
}
