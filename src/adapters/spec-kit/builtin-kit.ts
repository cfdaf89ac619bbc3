import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Kit, SeedFile } from "#domain/seed-kit.ts";
import { type RenderOptions, renderCommand, renderScript, renderTemplate } from "#domain/spec-kit-render.ts";
import { SCRIPTS } from "./neutral-branching.ts";
import { seedFile } from "./seed-file.ts";

/** feature.json says which feature a working copy is about; committed, it would collide on every merge. */
export const GITIGNORE = seedFile(".specify/.gitignore", "feature.json\n", { write: "absent" });

const OPTIONS: RenderOptions = { mode: "commands", flatScripts: false };

/** The kit of this project, from its kit folder: it needs no network and passes through the same rendering as others. */
export async function readBuiltinKit(directory: string, version: string): Promise<Kit> {
  const files: SeedFile[] = [GITIGNORE];
  for (const [name, text] of await readAll(join(directory, "commands"), ".md"))
    files.push(seedFile(`.claude/commands/speckit.${name}`, renderCommand(name, text, OPTIONS)));
  for (const [name, text] of await readAll(join(directory, "templates"), ".md"))
    files.push(seedFile(`.specify/templates/${name}`, renderTemplate(name, text, OPTIONS)));
  for (const [name, text] of await readAll(join(directory, "scripts/bash"), ".sh"))
    files.push(seedFile(`${SCRIPTS}/${name}`, renderScript(name, text, OPTIONS), { executable: true }));
  for (const [name, text] of await readAll(join(directory, "memory"), ".md"))
    files.push(seedFile(`.specify/memory/${name}`, text, { write: "absent" }));
  return { files, record: { source: "builtin", version, mode: "commands" }, warnings: [] };
}

/** The seven personas of this project. */
export async function readBuiltinAgents(directory: string, version: string): Promise<Kit> {
  const texts = await readAll(join(directory, "agents"), ".md");
  const files = texts.map(([name, text]) => seedFile(`.claude/agents/${name}`, text));
  return { files, record: { source: "builtin", version }, warnings: [] };
}

async function readAll(directory: string, ending: string): Promise<[name: string, text: string][]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith(ending)).sort();
  return Promise.all(
    names.map(async (name): Promise<[string, string]> => [name, await readFile(join(directory, name), "utf8")]),
  );
}
