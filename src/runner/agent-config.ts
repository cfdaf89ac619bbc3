import { copyFile, lstat, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { parseDocument, stringify } from "yaml";

const FOLDERS = ["commands", "agents", "skills"] as const;
const MAX_FILES = 2_000;
const MAX_FILE_BYTES = 1_000_000;
const MAX_DEPTH = 8;

/** Keys of a frontmatter that start programs. */
const EXECUTING = ["hooks", "mcpServers", "mcp-servers", "<<"];
/** What could be such a key for a more lenient reader than ours. */
const SUSPICIOUS = /hook|mcp|<<|\\|[&*]\w/i;
const FRONTMATTER = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)(?:^---[ \t]*(?:\r?\n|$))/m;

export interface AgentConfig {
  /** Names that work after a slash: commands and skills. */
  commands: string[];
  agents: string[];
  /** Files that were left out, with the reason, as sentences. */
  refused: string[];
}

/**
 * Copies commands, agents and skills of the first directory that has any, so that nothing else of a cloned repository
 * (settings, hooks, servers) steers the agent. Regular files only: no link is followed.
 */
export async function buildAgentConfig(checkouts: readonly string[], configRoot: string): Promise<AgentConfig> {
  const source = await firstWithConfig(checkouts);
  const copied: string[] = [];
  const refused: string[] = [];
  if (source !== undefined)
    for (const folder of FOLDERS)
      for (const path of await regularFiles(join(source, ".claude"), folder, refused)) {
        if (copied.length >= MAX_FILES) break;
        const why = await copyOne(join(source, ".claude", path), join(configRoot, ".claude", path));
        if (why === undefined) copied.push(path);
        else refused.push(`.claude/${path} was left out: ${why}.`);
      }
  return {
    commands: copied.flatMap(commandName),
    agents: copied.filter((path) => /^agents\/.+\.md$/.test(path)).map((path) => basename(path, ".md")),
    refused,
  };
}

async function firstWithConfig(checkouts: readonly string[]): Promise<string | undefined> {
  for (const directory of checkouts)
    if ((await lstat(join(directory, ".claude")).catch(() => undefined))?.isDirectory()) return directory;
  return undefined;
}

async function regularFiles(root: string, path: string, refused: string[], depth = 0): Promise<string[]> {
  const found = await lstat(join(root, path)).catch(() => undefined);
  if (found?.isFile()) return [path];
  if (found === undefined) return [];
  if (!found.isDirectory() || depth > MAX_DEPTH) {
    refused.push(`.claude/${path} was left out: it is not a regular file.`);
    return [];
  }
  const names = (await readdir(join(root, path))).sort();
  const nested = await Promise.all(names.map((name) => regularFiles(root, join(path, name), refused, depth + 1)));
  return nested.flat();
}

/** The reason for leaving it out; undefined once it is copied. */
async function copyOne(from: string, to: string): Promise<string | undefined> {
  if ((await lstat(from)).size > MAX_FILE_BYTES) return "it is larger than 1 MB";
  await mkdir(dirname(to), { recursive: true });
  if (extname(from).toLowerCase() !== ".md") {
    await copyFile(from, to);
    return undefined;
  }
  const text = withoutPrograms(await readFile(from, "utf8"));
  if (text === undefined) return "its frontmatter cannot be read and may start programs";
  await writeFile(to, text);
  return undefined;
}

/** The text without the frontmatter keys that start programs; undefined when that cannot be made sure. */
export function withoutPrograms(text: string): string | undefined {
  const match = FRONTMATTER.exec(text);
  if (match === null || match.index !== 0) return text;
  const document = parseDocument(match[1] ?? "", { uniqueKeys: false, logLevel: "silent" });
  // People write "description: a: b", which is not YAML but is read all the same.
  if (document.errors.length > 0) return SUSPICIOUS.test(match[1] ?? "") ? undefined : text;
  const content: unknown = document.toJS();
  if (typeof content !== "object" || content === null || !EXECUTING.some((key) => key in content)) return text;
  const kept = Object.fromEntries(Object.entries(content).filter(([key]) => !EXECUTING.includes(key)));
  return `---\n${stringify(kept)}---\n${text.slice(match[0].length)}`;
}

function commandName(path: string): string[] {
  const command = /^commands\/(.+)\.md$/.exec(path)?.[1];
  if (command !== undefined) return [command.replaceAll("/", ":")];
  const skill = /^skills\/([^/]+)\/SKILL\.md$/.exec(path)?.[1];
  return skill === undefined ? [] : [skill];
}
