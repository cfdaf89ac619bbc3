import { PassThrough } from "node:stream";
import type { Command } from "commander";
import { buildProgram } from "#cli/program.ts";
import { openTerminal } from "#cli/terminal.ts";
import { createClient } from "#http/client.ts";
import { version } from "./version.ts";

const nothing = async (): Promise<number> => 0;

/** The command line as it is, for its help; none of its commands is run. */
export function documentedProgram(): Command {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  return buildProgram({
    version,
    terminal: openTerminal({ stdin, stdout, stderr }),
    settings: {},
    localToken: async () => undefined,
    openClient: createClient,
    now: () => new Date(0),
    doctor: {
      dataDirectory: "~/.vteam",
      hasModelKey: false,
      git: async () => "",
      sandbox: async () => ({ kind: "none", isConfining: false }),
    },
    actions: { up: nothing, demo: nothing, run: nothing },
  });
}
