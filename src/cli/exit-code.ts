import { CommanderError } from "commander";
import { ApiProblem } from "#http/client.ts";

/** How the process ends, for scripts. The help of `vteam` prints this table. */
export const exitCodes = {
  ok: { code: 0, meaning: "done" },
  failed: { code: 1, meaning: "what you asked for failed or was refused: a session failed, seeding was refused" },
  usage: { code: 2, meaning: "the command line is not right" },
  unreachable: { code: 3, meaning: "the server cannot be reached" },
  notAllowed: { code: 4, meaning: "you are not signed in, or may not do this" },
  notFound: { code: 5, meaning: "there is no such project, RFE, session, repository or file" },
  interrupted: { code: 130, meaning: "interrupted with Ctrl-C" },
} as const satisfies Record<string, { code: number; meaning: string }>;

export type Ending = keyof typeof exitCodes;

/** An ending of a command that is not success, said in one sentence, with what to do about it. */
export class CommandFailure extends Error {
  readonly ending: Ending;
  readonly remedy: string | undefined;
  /** True when the command has already told everything. */
  readonly isTold: boolean;

  constructor(ending: Ending, sentence: string, options: { remedy?: string; isTold?: boolean; cause?: unknown } = {}) {
    super(sentence, { cause: options.cause });
    this.name = "CommandFailure";
    this.ending = ending;
    this.remedy = options.remedy;
    this.isTold = options.isTold ?? false;
  }
}

/** The end of a command that knows its own exit code: `up`, `demo` and `run`. */
export class ProcessEnd extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit code ${code}`);
    this.name = "ProcessEnd";
    this.code = code;
  }
}

function endingOfStatus(status: number): Ending {
  if (status === 401 || status === 403) return "notAllowed";
  return status === 404 ? "notFound" : "failed";
}

/** Which ending an error stands for. Commander ends help and --version through an error too, with exit code 0. */
export function endingOf(error: unknown): Ending {
  if (error instanceof CommandFailure) return error.ending;
  if (error instanceof CommanderError) return error.exitCode === 0 ? "ok" : "usage";
  if (error instanceof ApiProblem) return endingOfStatus(error.document.status);
  return "failed";
}
