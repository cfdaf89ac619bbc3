import * as z from "zod";
import { firstLines, oneLine, plainText } from "./plain-text.ts";

const RESULT_LINES = 3;
const LONGEST = 2_000;

/** The fields of a tool's input that say most about it. */
const ToolInput = z.looseObject({
  file_path: z.string().optional(),
  path: z.string().optional(),
  command: z.string().optional(),
  pattern: z.string().optional(),
  url: z.string().optional(),
  description: z.string().optional(),
  subagent_type: z.string().optional(),
});

// Everything an agent touches lies in repos/<name>/…: what stands before it is noise.
const shortPaths = (text: string): string => text.slice(0, LONGEST).replace(/(?:\/[^\s/'"`,:]+)+\/repos\//g, "");

/** What a tool is asked to do, in one short line: `Read specs/x/spec.md`, `Bash npm test`. */
export function toolCallLine(name: string, input: unknown, width: number): string {
  const parsed = ToolInput.safeParse(input);
  if (!parsed.success) return oneLine(name, width);
  const { file_path, path, command, pattern, url, subagent_type, description } = parsed.data;
  const subject = command ?? file_path ?? pattern ?? path ?? url ?? subagent_type ?? description ?? "";
  return oneLine(`${name} ${shortPaths(subject).replace(/^\.\//, "")}`, width);
}

const counted: Record<string, string> = { Read: "line", Glob: "file", Grep: "match" };
const silent = new Set(["Write", "Edit", "MultiEdit", "NotebookEdit", "TodoWrite"]);

/** What a tool answered, as much of it as a person wants to see: of a file only its length, of a write nothing. */
export function toolResultLines(name: string | undefined, text: string, isError: boolean, width: number): string[] {
  // The agent's own notes to itself are not part of the answer.
  const answer = text.replace(/<system-reminder>[\s\S]*?(<\/system-reminder>|$)/g, "").trim();
  if (name !== undefined && !isError) {
    if (silent.has(name)) return [];
    const noun = counted[name];
    const count = plainText(answer)
      .split("\n")
      .filter((line) => line !== "").length;
    if (noun !== undefined && count > 1) return [`${count} ${noun === "match" ? "matches" : `${noun}s`}`];
  }
  const short = answer
    .split("\n")
    .map((line) => shortPaths(line))
    .join("\n");
  return firstLines(short, width, RESULT_LINES);
}
