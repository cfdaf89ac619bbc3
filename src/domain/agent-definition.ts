import * as z from "zod";
import { type FrontmatterDocument, frontmatterText, parseFrontmatter } from "./frontmatter.ts";

/** A persona that sessions can call on: one file in .claude/agents. */
const AgentDefinition = z.strictObject({
  /** The file's name without .md; how a person picks it. */
  persona: z.string().min(1).max(120),
  name: z.string().min(1).max(120),
  role: z.string().min(1).max(120),
  description: z.string().min(1).max(4_000),
  path: z.string().min(1).max(1_024),
});
type AgentDefinition = z.infer<typeof AgentDefinition>;

export type ParsedAgent = { kind: "valid"; agent: AgentDefinition } | { kind: "broken"; why: string };

/** Reads one definition. Claude needs `name`, `description` and instructions; `displayName` and `role` are for people. */
export function parseAgentDefinition(path: string, text: string): ParsedAgent {
  const broken = (why: string): ParsedAgent => ({ kind: "broken", why: `${path} ${why}` });
  const document = parseFrontmatter(text);
  if (!document) return broken("has no frontmatter: it must start with a line of three hyphens.");
  const name = frontmatterText(document, "name");
  const description = frontmatterText(document, "description");
  if (name === undefined) return broken("has no name in its frontmatter.");
  if (description === undefined) return broken("has no description in its frontmatter.");
  if (document.body.trim() === "") return broken("has no instructions below its frontmatter.");
  const persona = path.slice(path.lastIndexOf("/") + 1).replace(/\.md$/i, "");
  const agent = AgentDefinition.safeParse({ persona, ...titles(document, name, persona), description, path });
  return agent.success
    ? { kind: "valid", agent: agent.data }
    : broken("has a name, role or description that is too long.");
}

/** "Parker (Product Manager)" is a common way to write both into `name`. */
function titles(document: FrontmatterDocument, name: string, persona: string): { name: string; role: string } {
  const both = /^(.+?)\s*\((.+)\)$/.exec(name);
  return {
    name: frontmatterText(document, "displayName") ?? both?.[1] ?? name,
    role: frontmatterText(document, "role") ?? both?.[2] ?? titleCase(persona),
  };
}

const titleCase = (text: string): string =>
  text.replace(/[-_]+/g, " ").replace(/(^| )(\w)/g, (_, space: string, letter: string) => space + letter.toUpperCase());
