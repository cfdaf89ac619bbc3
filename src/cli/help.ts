import type { Command } from "commander";
import { exitCodes } from "./exit-code.ts";

export interface Example {
  command: string;
  /** What it does, in a few words. */
  means?: string;
}

/** Describes a command: a summary for the list above it, a paragraph for its own help, and examples at the end. */
export function teach(
  command: Command,
  text: { summary: string; paragraph: string; examples: readonly Example[] },
): Command {
  const width = Math.max(...text.examples.map((example) => example.command.length));
  const lines = text.examples.map(({ command: line, means }) =>
    means === undefined ? `  $ ${line}` : `  $ ${line.padEnd(width)}   # ${means}`,
  );
  return command
    .summary(text.summary)
    .description(text.paragraph)
    .addHelpText("after", `\nExamples:\n${lines.join("\n")}`);
}

/** The table of exit codes, as the root help shows it. */
export function exitCodeHelp(): string {
  const lines = Object.values(exitCodes).map(({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`);
  return `\nExit codes:\n${lines.join("\n")}`;
}

export const environmentHelp = `
Environment:
  VTEAM_URL       where the server is (default http://127.0.0.1:7373)
  VTEAM_TOKEN     the access token; for a server on this machine the one in its data directory is used
  VTEAM_PROJECT   the project to work in, instead of --project
  VTEAM_DATA_DIR  the data directory of the server on this machine (default ~/.vteam)
  NO_COLOR        set to anything: no colours`;
