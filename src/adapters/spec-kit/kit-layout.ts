import { Problem } from "#domain/problem.ts";
import type { KitMode } from "#domain/spec-kit-render.ts";
import { readText, type SourceTree } from "./source-tree.ts";

/** Where the parts of a kit lie in its source. */
export interface KitLayout {
  mode: KitMode;
  flatScripts: boolean;
  commands: { name: string; path: string }[];
  scripts: string[];
  templates: string[];
  /** Documents for .specify/memory: source path and file name there. */
  memory: { name: string; path: string }[];
}

/** Already made for a project: .claude and .specify are to be copied. */
export const isPackaged = (paths: readonly string[]): boolean =>
  paths.some((path) => path.startsWith(".specify/")) &&
  paths.some((path) => /^\.claude\/(commands|skills)\/.+\.md$/.test(path)) &&
  !paths.some((path) => COMMAND.test(path));

const COMMAND = /^templates\/commands\/([\w.-]+)\.md$/;
/** Every file of a kit that may be read, so that all of them can be brought at once. */
const USED =
  /^(templates\/(commands\/)?[^/]+\.md|scripts\/(bash\/.+|[^/]+\.sh)|memory\/[^/]+\.md|src\/specify_cli\/integrations\/claude\/__init__\.py)$/;
const SKILLS_MARKER = { path: "src/specify_cli/integrations/claude/__init__.py", text: '"commands_subdir": "skills"' };

/** Judges by files and never by version numbers: those say nothing about a fork or a branch. */
export async function detectLayout(tree: SourceTree): Promise<KitLayout> {
  const { paths } = tree;
  await tree.prefetch?.(paths.filter((path) => USED.test(path)));
  const commands = paths.flatMap((path) => {
    const name = COMMAND.exec(path)?.[1]?.replace(/^speckit\./, "");
    return name === undefined ? [] : [{ name, path }];
  });
  if (commands.length === 0) throw noCommands(tree);
  const nested = paths.filter((path) => path.startsWith("scripts/bash/"));
  const flat = paths.filter((path) => /^scripts\/[^/]+\.sh$/.test(path));
  return {
    mode: await detectMode(tree, commands),
    flatScripts: nested.length === 0 && flat.length > 0,
    commands,
    scripts: nested.length > 0 ? nested : flat,
    templates: paths.filter((path) => /^templates\/[^/]+\.md$/.test(path)),
    memory: memoryOf(paths),
  };
}

function memoryOf(paths: readonly string[]): KitLayout["memory"] {
  const memory = paths
    .filter((path) => /^memory\/[^/]+\.md$/.test(path))
    .map((path) => ({ name: path.slice("memory/".length), path }));
  const template = "templates/constitution-template.md";
  if (!memory.some(({ name }) => name === "constitution.md") && paths.includes(template))
    memory.push({ name: "constitution.md", path: template });
  return memory;
}

async function detectMode(tree: SourceTree, commands: KitLayout["commands"]): Promise<KitMode> {
  const { path, text } = SKILLS_MARKER;
  if (tree.paths.includes(path) && (await readText(tree, path)).includes(text)) return "skills";
  for (const command of commands)
    if ((await readText(tree, command.path)).includes("__SPECKIT_COMMAND_")) return "skills";
  return "commands";
}

const noCommands = (tree: SourceTree): Problem =>
  new Problem("invalid-kit", {
    sentence: `${tree.record.source} at ${tree.record.version} holds no command templates (templates/commands/*.md) and is not a packaged kit (.claude and .specify).`,
  });
