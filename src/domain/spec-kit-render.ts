import {
  type FrontmatterBlock,
  formatFrontmatter,
  frontmatterChild,
  frontmatterText,
  parseFrontmatter,
} from "./frontmatter.ts";
import { Problem } from "./problem.ts";

/** How a kit addresses Claude: slash commands, or skills with commands of ours that point at them. */
export type KitMode = "commands" | "skills";

export interface RenderOptions {
  mode: KitMode;
  /** Scripts lie directly in scripts/, as in the oldest kits; we put them where the newer ones have them. */
  flatScripts: boolean;
}

const LEFTOVER = /\{SCRIPT\}|\{AGENT_SCRIPT\}|\{ARGS\}|__AGENT__|__CONTEXT_FILE__|__SPECKIT_COMMAND_\w*/;

const BUILD_ONLY = new Set(["scripts", "agent_scripts"]);

/** A command template as Claude reads it. `path` is only for the refusal when a placeholder is left. */
export function renderCommand(path: string, text: string, options: RenderOptions): string {
  const document = parseFrontmatter(text);
  let out = document
    ? formatFrontmatter({ ...document, blocks: document.blocks.filter((block) => !BUILD_ONLY.has(block.key)) })
    : text.replaceAll("\r\n", "\n");
  const script = document && frontmatterChild(document, "scripts", "sh");
  const agentScript = document && frontmatterChild(document, "agent_scripts", "sh");
  if (script !== undefined) out = out.replaceAll("{SCRIPT}", () => script);
  if (agentScript !== undefined) out = out.replaceAll("{AGENT_SCRIPT}", () => agentScript);
  return finished(path, rewritePaths(namesForClaude(out), options), options.mode);
}

/** A document template. Old kits gave some a frontmatter of their own, which is for the build and not for the document. */
export function renderTemplate(path: string, text: string, options: RenderOptions): string {
  const document = parseFrontmatter(text);
  const script = document && frontmatterChild(document, "scripts", "sh");
  let out = text.replaceAll("\r\n", "\n");
  if (document && script !== undefined) {
    out = document.body.replace(/^\n+/, "").replaceAll("{SCRIPT}", () => rewritePaths(script, options));
  }
  return finished(path, namesForClaude(out), options.mode);
}

/** A script: only the names of commands are placeholders there; `{ARGS}` may well be a shell variable. */
export function renderScript(path: string, text: string, options: RenderOptions): string {
  const out = commandNames(text.replaceAll("\r\n", "\n"), options.mode);
  if (out.includes("__SPECKIT_COMMAND_")) throw leftover(path, "__SPECKIT_COMMAND_");
  if (!options.flatScripts) return out;
  return out.replace(/(\$\{?REPO_ROOT\}?\/)(memory|scripts|templates)\//g, "$1.specify/$2/");
}

/** A rendered command as a skill. */
export function skillOf(name: string, command: string): string {
  const document = parseFrontmatter(command) ?? { blocks: [], body: command };
  const kept = document.blocks.filter(
    (block) => !["name", "user-invocable", "disable-model-invocation"].includes(block.key),
  );
  const block = (key: string, value: string): FrontmatterBlock => ({ key, lines: [`${key}: ${value}`] });
  const description =
    frontmatterText(document, "description") === undefined ? [block("description", `Spec-Kit ${name}`)] : [];
  const blocks = [
    block("name", `speckit-${name}`),
    ...description,
    ...kept,
    block("user-invocable", "true"),
    block("disable-model-invocation", "false"),
  ];
  return formatFrontmatter({ blocks, body: document.body });
}

/** The command that leads to a skill, so that /speckit.plan works whatever the kit. */
export function aliasOf(name: string, skill: string): string {
  const document = parseFrontmatter(skill);
  const description = document?.blocks.filter((block) => block.key === "description") ?? [];
  return formatFrontmatter({
    blocks: description,
    body: `\nRun the skill \`speckit-${name}\` with these arguments: $ARGUMENTS\n`,
  });
}

const namesForClaude = (text: string): string =>
  text
    .replaceAll("{ARGS}", () => "$ARGUMENTS")
    .replaceAll("__AGENT__", "claude")
    .replaceAll("__CONTEXT_FILE__", "CLAUDE.md");

/** Only whole path words: an unbounded replacement would turn my-templates/ into my-.specify/templates/. */
function rewritePaths(text: string, options: RenderOptions): string {
  const out = text
    .replace(/\.\.\/\.\.\/(memory|scripts|templates)\//g, ".specify/$1/")
    .replace(/(^|[\s`"'(])(\.?\/)?(memory|scripts|templates)\//gm, "$1.specify/$3/")
    .replaceAll(".specify/.specify/", ".specify/")
    .replaceAll(".specify.specify/", ".specify/");
  return options.flatScripts ? out.replace(/\.specify\/scripts\/([\w.-]+\.sh)\b/g, ".specify/scripts/bash/$1") : out;
}

const commandNames = (text: string, mode: KitMode): string =>
  text.replace(/__SPECKIT_COMMAND_([A-Z0-9_]+?)__/g, (_, name: string) => {
    const separator = mode === "skills" ? "-" : ".";
    return `/speckit${separator}${name.toLowerCase().replaceAll("_", separator)}`;
  });

function finished(path: string, text: string, mode: KitMode): string {
  const out = commandNames(text, mode);
  const left = LEFTOVER.exec(out)?.[0];
  if (left !== undefined) throw leftover(path, left);
  return out.endsWith("\n") ? out : `${out}\n`;
}

const leftover = (path: string, placeholder: string): Problem =>
  new Problem("invalid-kit", {
    sentence: `${path} of the Spec-Kit source uses ${placeholder} in a way that is not known here.`,
  });
