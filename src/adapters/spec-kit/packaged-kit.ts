import type { SeedFile } from "#domain/seed-kit.ts";
import { aliasOf, type KitMode } from "#domain/spec-kit-render.ts";
import { SCRIPTS } from "./neutral-branching.ts";
import { seedFile } from "./seed-file.ts";
import { readText, type SourceTree } from "./source-tree.ts";

const SKILL = /^\.claude\/skills\/speckit-([\w-]+)\/SKILL\.md$/;
const WANTED = /^\.claude\/(commands|skills)\/.+|^\.specify\/.+/;
const SKIPPED = /^\.specify\/(feature\.json|rfe-seed\.json|scripts\/(powershell|python)\/.*)$/;

/** A kit that comes as .claude and .specify. Settings are left behind: they could run code in every session. */
export async function packagedFiles(
  tree: SourceTree,
): Promise<{ files: SeedFile[]; mode: KitMode; warnings: string[] }> {
  const wanted = tree.paths.filter((path) => WANTED.test(path) && !SKIPPED.test(path));
  await tree.prefetch?.(wanted);
  const files: SeedFile[] = [];
  for (const path of wanted) {
    const text = await readText(tree, path);
    const write = path.startsWith(".specify/memory/") || path === ".specify/.gitignore" ? "absent" : "always";
    files.push(seedFile(path, text, { executable: path.startsWith(`${SCRIPTS}/`), write }));
    const skill = SKILL.exec(path)?.[1];
    const alias = `.claude/commands/speckit.${skill}.md`;
    if (skill !== undefined && !wanted.includes(alias)) files.push(seedFile(alias, aliasOf(skill, text)));
  }
  const left = tree.paths.filter((path) => path.startsWith(".claude/") && !WANTED.test(path));
  const warnings = left.length > 0 ? [`Left out of the packaged kit: ${left.slice(0, 10).join(", ")}.`] : [];
  return { files, mode: wanted.some((path) => SKILL.test(path)) ? "skills" : "commands", warnings };
}
