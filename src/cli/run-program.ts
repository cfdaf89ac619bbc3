import { type Command, CommanderError } from "commander";
import { Problem, type ProblemDocument, problemDocument } from "#domain/problem.ts";
import { ApiProblem } from "#http/client.ts";
import { CommandFailure, endingOf, exitCodes, ProcessEnd } from "./exit-code.ts";
import { problemLines } from "./problem-lines.ts";
import type { Terminal } from "./terminal.ts";

type Told = Partial<ProblemDocument> & Pick<ProblemDocument, "title" | "error">;

/** The error as a problem document, whoever raised it; undefined when everything has been said. */
function documentOf(error: unknown): Told | undefined {
  if (error instanceof ProcessEnd) return undefined;
  if (error instanceof CommanderError) return usageDocument(error);
  if (error instanceof ApiProblem) return error.code === "unauthorized" ? forSigningIn(error) : error.document;
  if (error instanceof Problem) return problemDocument(error);
  if (error instanceof CommandFailure) {
    if (error.isTold) return undefined;
    const remedy = error.remedy === undefined ? [] : [{ text: error.remedy }];
    return { title: "The command failed", error: error.message, remedy };
  }
  const words = error instanceof Error ? error.message : String(error);
  return { title: "Something went wrong", error: `Something went wrong inside vteam: ${words}` };
}

// What a browser does about it is of no use here.
const forSigningIn = ({ document }: ApiProblem): Told => ({
  ...document,
  remedy: [{ text: "Set VTEAM_TOKEN to the access token: what follows # in the login URL that vteam up printed." }],
});

/** Commander prints its own words for people, so only programs need the document. */
const usageDocument = ({ exitCode, message }: CommanderError): Told | undefined =>
  exitCode === 0 ? undefined : { title: "The command line is not right", error: message.replace(/^error: /, "") };

/** Runs a command line, tells what failed, and returns the exit code. */
export async function runProgram(program: Command, argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exitCodes.ok.code;
  } catch (error) {
    const document = documentOf(error);
    // With --json, standard output holds one JSON document whatever happens.
    if (document !== undefined && argv.includes("--json")) terminal.print(JSON.stringify(document, null, 2));
    else if (document !== undefined && !(error instanceof CommanderError))
      terminal.complain(...problemLines(document, terminal.paintError));
    return error instanceof ProcessEnd ? error.code : exitCodes[endingOf(error)].code;
  }
}
