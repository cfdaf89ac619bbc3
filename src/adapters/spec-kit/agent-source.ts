import { parseAgentDefinition } from "#domain/agent-definition.ts";
import { Problem } from "#domain/problem.ts";
import type { Kit, SeedFile } from "#domain/seed-kit.ts";
import { seedFile } from "./seed-file.ts";
import { readText, type SourceTree } from "./source-tree.ts";

/** The valid definitions directly in a directory. Broken ones are named; none at all is a refusal, never a silent zero. */
export async function assembleAgents(tree: SourceTree, where: string): Promise<Kit> {
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
  throw new Problem("invalid-agents", { sentence: `${where} holds no usable agent definition.${reason}` });
}
