import { dirname } from "node:path";

/** What a tool answered. */
export interface ToolResult {
  text: string;
  isError: boolean;
}

export interface ToolCall {
  name: "Bash" | "Read" | "Glob" | "Grep" | "Write" | "Edit";
  input: Readonly<Record<string, string | number | boolean>>;
}

/** A sentence for the reader, then one tool call. */
interface Step {
  say: string;
  call: ToolCall;
}

/**
 * A phase as a coroutine: it yields steps, is handed their results, and returns its closing words. The server keeps no
 * state: for each request the play runs again from its start on the results in the conversation.
 */
export type Play<Value = string> = Generator<Step, Value, ToolResult>;

/** The file's text, or undefined when it cannot be read. */
export function* readFile(say: string, path: string): Play<string | undefined> {
  const result = yield { say, call: { name: "Read", input: { file_path: path } } };
  return result.isError ? undefined : withoutLineNumbers(result.text);
}

/** Writes a file; a refusal because the file was not read before is met by reading it and writing once more. */
export function* writeFile(say: string, path: string, content: string): Play<boolean> {
  const write = { name: "Write", input: { file_path: path, content } } as const;
  const first = yield { say, call: write };
  if (!first.isError) return true;
  yield {
    say: `That was refused. I look at ${path} first, then try once more.`,
    call: { name: "Read", input: { file_path: path } },
  };
  const second = yield { say: "Now I write it again.", call: write };
  return !second.isError;
}

export function* runCommand(say: string, command: string, description: string): Play<ToolResult> {
  return yield { say, call: { name: "Bash", input: { command, description } } };
}

/** Paths below a directory that match a pattern, relative to that directory. */
export function* listFiles(say: string, directory: string, pattern: string): Play<string[]> {
  const result = yield { say, call: { name: "Glob", input: { pattern, path: directory } } };
  if (result.isError || /^No files found/i.test(result.text)) return [];
  return result.text
    .split("\n")
    .map((line) => relativeTo(directory, line.trim()))
    .filter((path) => path !== "" && !path.startsWith("(") && !path.includes("node_modules/"))
    .sort();
}

/** The listing names files absolutely, or from the agent's own directory. */
function relativeTo(directory: string, path: string): string {
  if (path.startsWith(`${directory}/`)) return path.slice(directory.length + 1);
  const fromNeighbour = `../${directory.slice(dirname(directory).length + 1)}/`;
  return path.startsWith(fromNeighbour) ? path.slice(fromNeighbour.length) : path;
}

/** The Read tool numbers each line: number, tab or arrow, text. */
const withoutLineNumbers = (text: string): string => text.replace(/^ *\d+[\t→]/gm, "");
