import { parseAgentDefinition } from "#domain/agent-definition.ts";
import type { Kit, SeedFile } from "#domain/seed-kit.ts";
import { seedFile } from "./seed-file.ts";
import { readText, type SourceTree } from "./source-tree.ts";

/** The valid definitions directly in a directory; broken ones are named. A sentence says why there is none. */
export async function assembleAgents(tree: SourceTree | undefined, where: string): Promise<Kit | string> {
  if (tree === undefined) return `${where} does not exist.`;
  const files: SeedFile[] = [];
  const faults: string[] = [];
  const owners = new Map<string, string>();
  const wanted = tree.paths.filter((path) => /^[^/]+\.md$/i.test(path) && !/^readme\.md$/i.test(path));
  await tree.prefetch?.(wanted);
  for (const path of wanted) {
    const text = await readText(tree, path);
    const parsed = parseAgentDefinition(`.claude/agents/${path}`, text);
    const twin = owners.get(path.toLowerCase());
    if (parsed.kind === "broken") faults.push(`${parsed.why.slice(".claude/agents/".length)}`);
    else if (twin !== undefined) faults.push(`${path} differs from ${twin} only in upper and lower case.`);
    else {
      owners.set(path.toLowerCase(), path);
      files.push(seedFile(`.claude/agents/${path}`, text));
    }
  }
  if (files.length > 0) return { files, record: tree.record, warnings: [...tree.warnings, ...faults] };
  const reason = faults.length > 0 ? ` ${faults.slice(0, 5).join(" ")}` : "";
  return `${where} holds no usable agent definition.${reason}`;
}
