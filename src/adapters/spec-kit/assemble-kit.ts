import { Problem } from "#domain/problem.ts";
import type { Kit, SeedFile } from "#domain/seed-kit.ts";
import { aliasOf, renderCommand, renderScript, renderTemplate, skillOf } from "#domain/spec-kit-render.ts";
import { GITIGNORE } from "./builtin-kit.ts";
import { detectLayout, isPackaged, type KitLayout } from "./kit-layout.ts";
import { neutraliseBranching, SCRIPTS } from "./neutral-branching.ts";
import { packagedFiles } from "./packaged-kit.ts";
import { seedFile } from "./seed-file.ts";
import { skillsMetadata } from "./skills-metadata.ts";
import { readText, type SourceTree } from "./source-tree.ts";

/** A foreign kit, whatever its layout, as files for the branch. `ours` is the built-in kit, for what has to be replaced. */
export async function assembleKit(tree: SourceTree, ours: Kit): Promise<Kit> {
  const isReady = isPackaged(tree.paths);
  const packaged = isReady ? await packagedFiles(tree) : undefined;
  const layout = isReady ? undefined : await detectLayout(tree);
  const mode = packaged?.mode ?? layout?.mode ?? "commands";
  const rendered = packaged?.files ?? (layout ? await renderAll(tree, layout) : []);
  const files = neutraliseBranching(rendered, ours.files);
  if (!files.some((file) => file.path === GITIGNORE.path)) files.push(GITIGNORE);
  return {
    files: unique(files, tree),
    record: { ...tree.record, mode },
    warnings: [...tree.warnings, ...(packaged?.warnings ?? [])],
  };
}

async function renderAll(tree: SourceTree, layout: KitLayout): Promise<SeedFile[]> {
  const files: SeedFile[] = [];
  for (const { name, path } of layout.commands)
    files.push(...commandFiles(name, renderCommand(path, await readText(tree, path), layout), layout));
  for (const path of layout.templates)
    files.push(
      seedFile(`.specify/templates/${fileName(path)}`, renderTemplate(path, await readText(tree, path), layout)),
    );
  for (const path of layout.scripts) {
    const target = layout.flatScripts ? fileName(path) : path.slice("scripts/bash/".length);
    files.push(
      seedFile(`${SCRIPTS}/${target}`, renderScript(path, await readText(tree, path), layout), { executable: true }),
    );
  }
  for (const { name, path } of layout.memory)
    files.push(
      seedFile(`.specify/memory/${name}`, renderTemplate(path, await readText(tree, path), layout), {
        write: "absent",
      }),
    );
  return layout.mode === "skills" ? [...files, ...skillsMetadata(files, tree.record.version)] : files;
}

function commandFiles(name: string, command: string, layout: KitLayout): SeedFile[] {
  if (layout.mode === "commands") return [seedFile(`.claude/commands/speckit.${name}.md`, command)];
  const skill = skillOf(name, command);
  return [
    seedFile(`.claude/skills/speckit-${name}/SKILL.md`, skill),
    seedFile(`.claude/commands/speckit.${name}.md`, aliasOf(name, skill)),
  ];
}

const fileName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** Two files of the source may not end up in one place, not even where upper and lower case are the same. */
function unique(files: readonly SeedFile[], tree: SourceTree): SeedFile[] {
  const seen = new Map<string, string>();
  for (const { path } of files) {
    const twin = seen.get(path.toLowerCase());
    if (twin !== undefined)
      throw new Problem("invalid-kit", {
        sentence: `${tree.record.source} has two files for ${path}${twin === path ? "" : ` and ${twin}`}.`,
      });
    seen.set(path.toLowerCase(), path);
  }
  return [...files];
}
