import { Command, Option } from "commander";
import { type SessionPhase, sessionPhases } from "#domain/session.ts";
import { answerOf } from "./answer.ts";
import { type CommandDeps, openContext } from "./context.ts";
import { teach } from "./help.ts";
import { oneLine, timeAgo } from "./plain-text.ts";
import { addCreate } from "./session-create.ts";
import { phaseText, runTime, sessionLines } from "./session-lines.ts";
import { addLogs } from "./session-logs.ts";
import { tableLines } from "./table.ts";

/** `vteam session …` */
export function sessionCommand(deps: CommandDeps): Command {
  const group = teach(new Command("session"), {
    summary: "Sessions: an agent at work on a phase of an RFE",
    paragraph:
      "A session runs a Claude agent in clones of the RFE's repositories. What it leaves is committed and pushed to the feature branch, as far as the phase may write there. A session that has ended never runs again; clone it to repeat it.",
    examples: [
      { command: "vteam session create --rfe rfe-1699564821 --phase specify --follow" },
      { command: "vteam session logs --follow session-…", means: "watch it work" },
      { command: "vteam session stop session-…", means: "within 2 seconds; its work is kept" },
    ],
  });
  addCreate(group, deps);
  addList(group, deps);
  group
    .command("show <name>")
    .description("Show a session: what it was asked, how it stands, and what it pushed.")
    .action(async (name: string, _options: object, self: Command) => {
      const { client, show, terminal, project, now } = await openContext(deps, self);
      const param = { project: await project(), name };
      const session = await answerOf(client.api.projects[":project"]["agentic-sessions"][":name"].$get({ param }));
      show(session, () => sessionLines(session, now(), terminal.paint));
    });
  addLogs(group, deps);
  addRename(group, deps);
  addStop(group, deps);
  addClone(group, deps);
  return group;
}

function addList(group: Command, deps: CommandDeps): void {
  group
    .command("list")
    .description("List sessions, newest first.")
    .option("--rfe <id>", "only those of this RFE")
    .addOption(new Option("--state <state>", "only those in this state").choices(sessionPhases))
    .action(async (options: { rfe?: string; state?: SessionPhase }, self: Command) => {
      const { client, show, terminal, project, now } = await openContext(deps, self);
      const param = { project: await project() };
      const state = options.state === undefined ? {} : { phase: options.state };
      const query = { limit: 200, ...(options.rfe === undefined ? {} : { workflow: options.rfe }), ...state };
      const list = await answerOf(client.api.projects[":project"]["agentic-sessions"].$get({ param, query }));
      const rows = list.items.map((session) => [
        session.name,
        session.metadata.rfePhase ?? "",
        phaseText(session.status.phase, terminal.paint),
        runTime(session, now()),
        timeAgo(session.metadata.createdAt, now()),
        oneLine(session.spec.displayName ?? session.metadata.rfeWorkflow ?? session.spec.prompt, 40),
      ]);
      show(list, () =>
        rows.length === 0
          ? ["No sessions yet. Start one: vteam session create --help"]
          : tableLines(["name", "phase", "state", "time", "created", "about"], rows, terminal.paint),
      );
    });
}

function addRename(group: Command, deps: CommandDeps): void {
  group
    .command("rename <name> [title]")
    .description("Give a session another title; without one it is called by its prompt again.")
    .action(async (name: string, title: string | undefined, _options: object, self: Command) => {
      const { client, show, terminal, project } = await openContext(deps, self);
      const param = { project: await project(), name };
      const sessions = client.api.projects[":project"]["agentic-sessions"];
      const session = await answerOf(sessions[":name"].$put({ param, json: { displayName: title ?? "" } }));
      show(session, () => [
        `${terminal.paint("green", "✓")} ${name} is called ${oneLine(session.spec.displayName ?? session.spec.prompt, 60)}.`,
      ]);
    });
}

function addStop(group: Command, deps: CommandDeps): void {
  group
    .command("stop <name>")
    .description(
      "Ask a session to end. A busy agent is gone within 2 seconds; its work is kept on a branch of its own.",
    )
    .option("--reason <text>", "why, for the record")
    .action(async (name: string, options: { reason?: string }, self: Command) => {
      const { client, show, terminal, project } = await openContext(deps, self);
      const param = { project: await project(), name };
      const sessions = client.api.projects[":project"]["agentic-sessions"];
      const session = await answerOf(sessions[":name"].stop.$post({ param, json: options }));
      show(session, () => [`${terminal.paint("green", "✓")} ${name} will end as Stopped.`]);
    });
}

function addClone(group: Command, deps: CommandDeps): void {
  group
    .command("clone <name>")
    .description("Run a session again as a new one, with the same repositories, model and prompt.")
    .option("--prompt <text>", "another prompt")
    .action(async (name: string, options: { prompt?: string }, self: Command) => {
      const { client, show, terminal, project } = await openContext(deps, self);
      const param = { project: await project(), name };
      const sessions = client.api.projects[":project"]["agentic-sessions"];
      const session = await answerOf(sessions[":name"].clone.$post({ param, json: options }));
      show(session, () => [
        `${terminal.paint("green", "✓")} ${session.name} is on its way.`,
        terminal.paint("dim", `  Watch it: vteam session logs --follow ${session.name}`),
      ]);
    });
}
