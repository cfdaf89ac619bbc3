import { Command } from "commander";
import type { ProjectDefaults } from "#domain/project-defaults.ts";
import { answerOf } from "./answer.ts";
import { type CommandDeps, openContext } from "./context.ts";
import { CommandFailure } from "./exit-code.ts";
import { teach } from "./help.ts";
import { oneLine, plainText, timeAgo } from "./plain-text.ts";
import { factLines, tableLines } from "./table.ts";
import type { Paint } from "./terminal.ts";

interface ProjectFacts {
  name: string;
  displayName: string;
  description: string;
  creationTimestamp: string;
}

const projectLines = (projects: readonly ProjectFacts[], now: Date, paint: Paint): string[] =>
  projects.length === 0
    ? ["No projects yet. Create one: vteam project create NAME"]
    : tableLines(
        ["name", "title", "created"],
        projects.map((project) => [
          project.name,
          oneLine(project.displayName, 48),
          timeAgo(project.creationTimestamp, now),
        ]),
        paint,
      );

/** What seedings and sessions of the project take when they are not told: nothing where it is what vteam ships. */
const defaultFacts = ({ model, timeout, seed = {} }: ProjectDefaults) =>
  [
    ["model", model],
    ["timeout", timeout === undefined ? undefined : `${timeout} s`],
    ["spec-kit", [seed.specKitRepo, seed.specKitVersion].filter(Boolean).join(" ")],
    ["agents", [seed.agentSourceUrl, seed.agentSourceBranch, seed.agentSourcePath].filter(Boolean).join(" ")],
  ].map(([name, text]) => [`default ${name}`, text ? plainText(text) : undefined] as const);

const detailLines = (project: ProjectFacts & { defaults: ProjectDefaults }, paint: Paint): string[] =>
  factLines(
    [
      ["name", project.name],
      ["title", plainText(project.displayName)],
      ["description", plainText(project.description)],
      ["created", project.creationTimestamp],
      ...defaultFacts(project.defaults),
    ],
    paint,
  );

/** `vteam project …` */
export function projectCommand(deps: CommandDeps): Command {
  const group = teach(new Command("project"), {
    summary: "Projects: what everything else belongs to",
    paragraph:
      "A project holds RFEs, sessions, secrets and repositories. Its name is a DNS label, because in a cluster a project is a namespace.",
    examples: [
      { command: "vteam project create my-project" },
      { command: "vteam project list --json" },
      { command: "vteam project delete my-project --yes", means: "and everything in it" },
    ],
  });
  group
    .command("create <name>")
    .description("Create a project. You become its administrator.")
    .option("--display-name <text>", "how people call it")
    .option("--description <text>", "what it is for")
    .action(async (name: string, options: { displayName?: string; description?: string }, self: Command) => {
      const { client, show, terminal } = await openContext(deps, self);
      const project = await answerOf(client.api.projects.$post({ json: { name, ...options } }));
      show(project, () => [`${terminal.paint("green", "✓")} Project ${project.name} is there.`]);
    });
  group
    .command("list")
    .description("List the projects you are a member of, newest first.")
    .action(async (_options: object, self: Command) => {
      const { client, show, terminal, now } = await openContext(deps, self);
      const list = await answerOf(client.api.projects.$get({ query: { limit: "200" } }));
      show(list, () => projectLines(list.items, now(), terminal.paint));
    });
  group
    .command("show <name>")
    .description("Show one project.")
    .action(async (name: string, _options: object, self: Command) => {
      const { client, show, terminal } = await openContext(deps, self);
      const project = await answerOf(client.api.projects[":project"].$get({ param: { project: name } }));
      show(project, () => detailLines(project, terminal.paint));
    });
  addDelete(group, deps);
  return group;
}

function addDelete(group: Command, deps: CommandDeps): void {
  group
    .command("delete <name>")
    .description(
      "Delete a project with its RFEs, sessions, secrets and the repositories hosted here. This cannot be undone.",
    )
    .option("--yes", "yes, delete it")
    .action(async (name: string, options: { yes?: boolean }, self: Command) => {
      const { client, show, terminal } = await openContext(deps, self);
      if (options.yes !== true)
        throw new CommandFailure("usage", `Project ${name} was not deleted: everything in it would be lost.`, {
          remedy: `If that is what you want: vteam project delete ${name} --yes`,
        });
      await client.api.projects[":project"].$delete({ param: { project: name }, query: { confirm: name } });
      show({ name, deleted: true }, () => [`${terminal.paint("green", "✓")} Project ${name} is deleted.`]);
    });
}
