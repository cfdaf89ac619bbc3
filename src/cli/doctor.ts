import { Command } from "commander";
import { ApiProblem } from "#http/client.ts";
import { type CommandDeps, connectionOf, globalOptions } from "./context.ts";
import {
  type Check,
  type DoctorFacts,
  dataDirectoryCheck,
  gitChecks,
  modelCheck,
  nodeCheck,
  sandboxCheck,
} from "./doctor-checks.ts";
import { CommandFailure } from "./exit-code.ts";
import { teach } from "./help.ts";
import { reachingFetch } from "./reach.ts";
import type { Paint } from "./terminal.ts";

const looks = {
  ok: { mark: "✓", style: "green" },
  warning: { mark: "!", style: "yellow" },
  failed: { mark: "✗", style: "red" },
} as const;

/** What was looked at, line by line, with a remedy under each thing that is not fine. */
export function doctorLines(checks: readonly Check[], paint: Paint): string[] {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks.flatMap(({ name, state, detail, remedy }) => {
    const { mark, style } = looks[state];
    const line = `${paint(style, mark)} ${name.padEnd(width)}  ${detail}`;
    return remedy === undefined ? [line] : [line, `  ${" ".repeat(width)}  ${paint("cyan", "→")} ${remedy}`];
  });
}

/** Whether a server answers and takes our token. A server that is not up is no fault of this machine. */
async function serverCheck(deps: CommandDeps, command: Command): Promise<Check> {
  const { url, token } = await connectionOf(deps, command);
  const name = "server";
  try {
    await deps.openClient({ url, token, fetch: reachingFetch(url) }).api.projects.$get({
      query: { limit: 1 },
    });
    return { name, state: "ok", detail: `${url} answers and takes the token` };
  } catch (error) {
    if (error instanceof CommandFailure && error.ending === "unreachable")
      return { name, state: "warning", detail: `nobody answers at ${url}`, remedy: "Start one: vteam up" };
    if (!(error instanceof ApiProblem)) throw error;
    const [remedy] = error.document.remedy.map(({ text }) => text);
    return {
      name,
      state: "failed",
      detail: `${url} answers, but: ${error.message}`,
      ...(remedy === undefined ? {} : { remedy }),
    };
  }
}

/** `vteam doctor` */
export function doctorCommand(deps: CommandDeps, facts: DoctorFacts): Command {
  const command = teach(new Command("doctor"), {
    summary: "Check what vteam needs on this machine",
    paragraph:
      "Looks at everything vteam needs here, and says what to do about what is missing. The exit code is 1 when something that is required is missing; warnings restrict something but do not fail.",
    examples: [{ command: "vteam doctor" }, { command: "vteam doctor --json" }],
  });
  return command.action(async (_options: object, self: Command) => {
    const checks = [
      nodeCheck(process.version),
      ...(await gitChecks(facts.git)),
      await sandboxCheck(facts.sandbox),
      await dataDirectoryCheck(facts.dataDirectory),
      modelCheck(facts.hasModelKey),
      await serverCheck(deps, self),
    ];
    const missing = checks.filter(({ state }) => state === "failed");
    const { paint, print } = deps.terminal;
    const isFine = missing.length === 0;
    const verdict = isFine ? "Everything that is required is here." : "Something that is required is missing.";
    if (globalOptions(self).json) print(JSON.stringify({ ok: isFine, checks }, null, 2));
    else print(...doctorLines(checks, paint), "", paint(isFine ? "green" : "red", verdict));
    if (!isFine) throw new CommandFailure("failed", verdict, { isTold: true });
  });
}
