import pLimit from "p-limit";
import type { Actor } from "#ports/access.ts";
import type { Blob } from "#ports/git-repository.ts";
import type { AppDeps } from "./deps.ts";
import { type FileQuery, MAX_FILE_BYTES, openCommit } from "./rfe-files.ts";

/** An agent persona as it stands on the feature branch. */
export interface Persona {
  persona: string;
  name: string;
  role: string;
  description: string;
  path: string;
}

const AGENTS = ".claude/agents";

/** The values of a document's frontmatter that are plain text on one line; that is all a persona needs. */
function frontmatter(text: string): Map<string, string> {
  const block = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? "";
  const lines = block.split(/\r?\n/).map((line) => /^([A-Za-z][\w-]*):\s*(.+?)\s*$/.exec(line));
  return new Map(
    lines.flatMap((match) =>
      match === null ? [] : [[match[1] ?? "", (match[2] ?? "").replace(/^(["'])(.*)\1$/, "$2")]],
    ),
  );
}

function persona(blob: Blob): Persona {
  const stem = blob.path.slice(AGENTS.length + 1).replace(/\.md$/, "");
  const facts = frontmatter(new TextDecoder().decode(blob.bytes));
  const words = stem.split(/[-_]/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return {
    persona: stem,
    name: facts.get("displayName") ?? facts.get("name") ?? stem,
    role: facts.get("role") ?? words.join(" "),
    description: facts.get("description") ?? "",
    path: blob.path,
  };
}

/** All agent definitions of the feature branch, each once. */
export async function listAgents(
  deps: Pick<AppDeps, "access" | "secrets" | "policy" | "stores" | "git" | "markdown">,
  actor: Actor,
  query: Pick<FileQuery, "project" | "id">,
  signal: AbortSignal,
): Promise<{ agents: Persona[]; commitSha: string }> {
  const { remote, commit } = await openCommit(deps, actor, query, signal);
  const entries = (await deps.git.tree(remote, commit, AGENTS, true, signal)) ?? [];
  const limit = pLimit(8);
  const files = entries.filter((entry) => entry.mode.startsWith("100") && entry.path.endsWith(".md"));
  const blobs = await Promise.all(
    files.map(({ path }) => limit(() => deps.git.blob(remote, commit, path, MAX_FILE_BYTES, signal))),
  );
  return { agents: blobs.flatMap((blob) => (blob === undefined ? [] : [persona(blob)])), commitSha: commit };
}
