import type { ToolCall } from "./session-block.ts";

/** A text within what an agent sent to a tool, which may be anything. */
function textIn(input: unknown, name: string): string {
  if (typeof input !== "object" || input === null) return "";
  const value: unknown = Object.entries(input).find(([key]) => key === name)?.[1];
  return typeof value === "string" ? value : "";
}

/** Where an agent keeps its work says nothing to a reader; what follows does. */
const shortPath = (path: string): string => path.replace(/^.*\/repos\//, "");

/** What a call is about, in one line. `isCode`: it exists in git or a shell. */
export function toolTarget({ name, input }: ToolCall): { text: string; isCode: boolean } {
  const first = (...names: string[]): string => names.map((one) => textIn(input, one)).find(Boolean) ?? "";
  const place = shortPath(first("path"));
  if (name === "Bash") return { text: first("command", "description"), isCode: true };
  if (name === "Grep" || name === "Glob")
    return { text: place === "" ? first("pattern") : `${first("pattern")} in ${place}`, isCode: true };
  if (name === "Task" || name === "Agent") return { text: first("description", "prompt"), isCode: false };
  const path = shortPath(first("file_path", "notebook_path")) || place;
  if (path !== "") return { text: path, isCode: true };
  return { text: first("url", "query", "skill", "description"), isCode: false };
}

export interface Replacement {
  before: string;
  after: string;
}

const has = (input: unknown, ...names: string[]): boolean =>
  typeof input === "object" && input !== null && names.every((name) => name in input);

const edited = (input: unknown): Replacement[] =>
  has(input, "old_string", "new_string")
    ? [{ before: textIn(input, "old_string"), after: textIn(input, "new_string") }]
    : [];
const written = (input: unknown, name: string): Replacement[] =>
  has(input, name) ? [{ before: "", after: textIn(input, name) }] : [];

/** What a call changes in a file; empty when it changes none. */
export function toolReplacements({ name, input }: ToolCall): Replacement[] {
  if (name === "Edit") return edited(input);
  if (name === "Write") return written(input, "content");
  if (name === "NotebookEdit") return written(input, "new_source");
  if (name !== "MultiEdit" || typeof input !== "object" || input === null) return [];
  return "edits" in input && Array.isArray(input.edits) ? input.edits.flatMap(edited) : [];
}
