import { Command } from "commander";
import type { SessionEvent } from "#domain/session-event.ts";
import { answerOf } from "./answer.ts";
import { type CommandDeps, type Context, openContext } from "./context.ts";
import { Transcript } from "./event-lines.ts";
import { teach } from "./help.ts";
import { parseSessionEvent, sessionEvents } from "./session-events.ts";
import { phaseText, repoLines, runTime, type SessionFacts } from "./session-lines.ts";

const PAGE = 500;

/** `vteam session logs` */
export function addLogs(group: Command, deps: CommandDeps): void {
  const command = teach(new Command("logs"), {
    summary: "Read or watch what happened in a session",
    paragraph:
      "Prints the log of a session: what the agent says, its tool calls, commits and pushes. With --json one event per line (NDJSON). With --follow it goes on until the session has ended; an interrupted connection is taken up where it broke.",
    examples: [
      { command: "vteam session logs session-…" },
      { command: "vteam session logs --follow session-…" },
      { command: 'vteam session logs session-… --json | grep \'"type":"git"\'' },
    ],
  });
  command
    .argument("<name>", "the session")
    .option("--follow", "go on until the session has ended")
    .action(async (name: string, options: { follow?: boolean }, self: Command) => {
      const context = await openContext(deps, self);
      const key = { project: await context.project(), name };
      if (options.follow === true) await followSession(context, key);
      else await printLog(context, key);
    });
  command.copyInheritedSettings(group);
  group.addCommand(command);
}

/** Prints events one by one: as lines for people, or as NDJSON. */
function eventPrinter({ terminal, isJson }: Context): (event: SessionEvent) => void {
  const transcript = new Transcript(terminal.paint, terminal.width);
  return (event) => terminal.print(...(isJson ? [JSON.stringify(event)] : transcript.lines(event)));
}

async function printLog(context: Context, param: { project: string; name: string }): Promise<void> {
  const messages = context.client.api.projects[":project"]["agentic-sessions"][":name"].messages;
  const print = eventPrinter(context);
  for (let after = 0; ; ) {
    const page = await answerOf(messages.$get({ param, query: { after: String(after), limit: PAGE } }));
    for (const json of page.messages) {
      const event = parseSessionEvent(json);
      if (event !== undefined) print(event);
    }
    if (page.nextAfter <= after || page.nextAfter >= page.lastSeq) return;
    after = page.nextAfter;
  }
}

/** Prints the log while it grows, and returns the session once it has ended. */
export async function followSession(context: Context, param: { project: string; name: string }): Promise<SessionFacts> {
  const { client, terminal, isJson, now } = context;
  const print = eventPrinter(context);
  for await (const event of sessionEvents(client, param)) print(event);
  const session = await answerOf(client.api.projects[":project"]["agentic-sessions"][":name"].$get({ param }));
  if (!isJson)
    terminal.print(
      "",
      ...repoLines(session.status.repos, terminal.paint),
      `${phaseText(session.status.phase, terminal.paint)} ${terminal.paint("dim", `after ${runTime(session, now())}`)}`,
    );
  return session;
}
