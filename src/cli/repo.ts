import { Command } from "commander";
import { answerOf } from "./answer.ts";
import { type CommandDeps, openContext } from "./context.ts";
import { CommandFailure } from "./exit-code.ts";
import { teach } from "./help.ts";
import { fileSize, timeAgo } from "./plain-text.ts";
import { factLines, tableLines } from "./table.ts";
import type { Paint } from "./terminal.ts";

interface RepositoryFacts {
  name: string;
  url: string;
  defaultBranch: string;
  sizeBytes: number;
  pushedAt: string | null;
}

const pushed = ({ pushedAt }: RepositoryFacts, now: Date): string =>
  pushedAt === null ? "never" : timeAgo(pushedAt, now);

const repositoryLines = (repository: RepositoryFacts, now: Date, paint: Paint): string[] =>
  factLines(
    [
      ["name", repository.name],
      ["url", repository.url],
      ["default branch", repository.defaultBranch],
      ["size", fileSize(repository.sizeBytes)],
      ["pushed", pushed(repository, now)],
    ],
    paint,
  );

/** `vteam repo …` */
export function repoCommand(deps: CommandDeps): Command {
  const group = teach(new Command("repo"), {
    summary: "Git repositories that this server hosts",
    paragraph:
      "The server hosts git repositories for people without a git host: ordinary git over HTTP, with the access token as password. RFEs work just as well with repositories elsewhere.",
    examples: [
      { command: "vteam repo create specs" },
      {
        command: "git push http://127.0.0.1:7373/git/my-project/specs.git main",
        means: "any user name, the token as password",
      },
      { command: "vteam repo list" },
    ],
  });
  group
    .command("create <name>")
    .description("Create an empty repository and print its URL.")
    .option("--default-branch <name>", "the branch that HEAD points at", "main")
    .action(async (name: string, options: { defaultBranch: string }, self: Command) => {
      const { client, show, terminal, project } = await openContext(deps, self);
      const param = { project: await project() };
      const repository = await answerOf(
        client.api.projects[":project"].repositories.$post({ param, json: { name, ...options } }),
      );
      show(repository, () => [
        `${terminal.paint("green", "✓")} ${repository.url}`,
        terminal.paint(
          "dim",
          `  It is empty: push a first commit to ${repository.defaultBranch} before an RFE uses it.`,
        ),
      ]);
    });
  addList(group, deps);
  addShow(group, deps);
  addDelete(group, deps);
  return group;
}

function addList(group: Command, deps: CommandDeps): void {
  group
    .command("list")
    .description("List the repositories hosted here.")
    .action(async (_options: object, self: Command) => {
      const { client, show, terminal, project, now } = await openContext(deps, self);
      const param = { project: await project() };
      const list = await answerOf(client.api.projects[":project"].repositories.$get({ param }));
      const rows = list.items.map((repository) => [repository.name, repository.url, pushed(repository, now())]);
      show(list, () =>
        rows.length === 0
          ? ["No repositories yet. Create one: vteam repo create NAME"]
          : tableLines(["name", "url", "pushed"], rows, terminal.paint),
      );
    });
}

function addShow(group: Command, deps: CommandDeps): void {
  group
    .command("show <name>")
    .description("Show one repository hosted here.")
    .action(async (name: string, _options: object, self: Command) => {
      const { client, show, terminal, project, now } = await openContext(deps, self);
      const param = { project: await project() };
      const { items } = await answerOf(client.api.projects[":project"].repositories.$get({ param }));
      const repository = items.find((candidate) => candidate.name === name);
      if (repository === undefined)
        throw new CommandFailure("notFound", `Project ${param.project} hosts no repository ${name}.`, {
          remedy: "List them: vteam repo list",
        });
      show(repository, () => repositoryLines(repository, now(), terminal.paint));
    });
}

function addDelete(group: Command, deps: CommandDeps): void {
  group
    .command("delete <name>")
    .description("Delete a repository with all its branches. This cannot be undone.")
    .option("--yes", "yes, delete it")
    .action(async (name: string, options: { yes?: boolean }, self: Command) => {
      const { client, show, terminal, project } = await openContext(deps, self);
      if (options.yes !== true)
        throw new CommandFailure("usage", `Repository ${name} was not deleted: all its branches would be lost.`, {
          remedy: `If that is what you want: vteam repo delete ${name} --yes`,
        });
      const param = { project: await project(), repo: name };
      await client.api.projects[":project"].repositories[":repo"].$delete({ param });
      show({ name, deleted: true }, () => [`${terminal.paint("green", "✓")} Repository ${name} is deleted.`]);
    });
}
