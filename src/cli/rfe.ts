import { Command } from "commander";
import { answerOf } from "./answer.ts";
import { boardLines } from "./board-lines.ts";
import { type CommandDeps, openContext } from "./context.ts";
import { teach } from "./help.ts";
import { oneLine, plainText, timeAgo } from "./plain-text.ts";
import { addCheck } from "./rfe-check.ts";
import { addCreate } from "./rfe-create.ts";
import { rfeLines } from "./rfe-lines.ts";
import { addSeed } from "./rfe-seed.ts";
import { addTick } from "./rfe-tick.ts";
import { addView } from "./rfe-view.ts";
import { tableLines } from "./table.ts";

/** `vteam rfe …` */
export function rfeCommand(deps: CommandDeps): Command {
  const group = teach(new Command("rfe"), {
    summary: "RFEs: feature requests on their way to a reviewed branch",
    paragraph:
      "An RFE names a feature, one spec repository, supporting repositories and a feature branch of the same name in all of them. Seeding prepares the branches; sessions then write spec.md, plan.md, tasks.md, code and a review. Where an RFE stands is read from git, never stored.",
    examples: [
      { command: 'vteam rfe create --title "User Authentication System" --spec-repo specs --repo backend --seed' },
      { command: "vteam rfe phases rfe-1699564821", means: "the board" },
      { command: "vteam rfe view rfe-1699564821 spec", means: "read spec.md as it is on the branch" },
    ],
  });
  addCreate(group, deps);
  addList(group, deps);
  addShow(group, deps);
  addCheck(group, deps);
  addSeed(group, deps);
  addPhases(group, deps);
  addView(group, deps);
  addTick(group, deps);
  group
    .command("delete <id>")
    .description("Delete an RFE. Its branches and their commits stay; its sessions are unlinked.")
    .action(async (id: string, _options: object, self: Command) => {
      const { client, show, terminal, project } = await openContext(deps, self);
      const param = { project: await project(), id };
      await client.api.projects[":project"]["rfe-workflows"][":id"].$delete({ param });
      show({ id, deleted: true }, () => [`${terminal.paint("green", "✓")} ${id} is deleted; its branches stay.`]);
    });
  return group;
}

function addList(group: Command, deps: CommandDeps): void {
  group
    .command("list")
    .description("List RFEs, newest first, with the phase that git says they are in.")
    .option("--search <text>", "only those whose title or branch contains this")
    .action(async (options: { search?: string }, self: Command) => {
      const { client, show, terminal, project, now } = await openContext(deps, self);
      const param = { project: await project() };
      const query = { limit: "200", ...(options.search === undefined ? {} : { q: options.search }) };
      const list = await answerOf(client.api.projects[":project"]["rfe-workflows"].$get({ param, query }));
      const rows = list.workflows.map((rfe) => [
        rfe.id,
        oneLine(rfe.title, 48),
        rfe.phase ?? "unknown",
        `${rfe.progress} %`,
        timeAgo(rfe.createdAt, now()),
      ]);
      show(list, () =>
        rows.length === 0
          ? ["No RFEs yet. Create one: vteam rfe create --help"]
          : tableLines(["id", "title", "phase", "done", "created"], rows, terminal.paint),
      );
    });
}

function addShow(group: Command, deps: CommandDeps): void {
  group
    .command("show <id>")
    .description("Show an RFE: its branch, repositories and description.")
    .action(async (id: string, _options: object, self: Command) => {
      const { client, show, terminal, project } = await openContext(deps, self);
      const param = { project: await project(), id };
      const rfe = await answerOf(client.api.projects[":project"]["rfe-workflows"][":id"].$get({ param }));
      show(rfe, () => rfeLines(rfe, terminal.paint));
    });
}

function addPhases(group: Command, deps: CommandDeps): void {
  group
    .command("phases <id>")
    .description("Draw the board of an RFE. Solid is in git, hollow is not yet, half is being written.")
    .action(async (id: string, _options: object, self: Command) => {
      const { client, show, terminal, project } = await openContext(deps, self);
      const rfes = client.api.projects[":project"]["rfe-workflows"][":id"];
      const param = { project: await project(), id };
      const [rfe, summary] = await Promise.all([
        answerOf(rfes.$get({ param })),
        answerOf(rfes.summary.$get({ param })),
      ]);
      const { paint } = terminal;
      const heading = `${paint("bold", plainText(rfe.title))}  ${paint("dim", `${rfe.id} · ${rfe.branchName}`)}`;
      show(summary, () => [heading, "", ...boardLines(summary, paint)]);
    });
}
