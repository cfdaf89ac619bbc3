import { readFile } from "node:fs/promises";
import { Command, Option } from "commander";
import { suggestBranchName } from "#domain/branch-name.ts";
import type { RepoRef } from "#domain/rfe.ts";
import { answerOf } from "./answer.ts";
import { type CommandDeps, type Context, openContext } from "./context.ts";
import { CommandFailure } from "./exit-code.ts";
import { teach } from "./help.ts";
import { collectRepo, parseRepoArgument, resolveRepos } from "./repo-argument.ts";
import { rfeLines } from "./rfe-lines.ts";
import { seedAndShow } from "./rfe-seed.ts";

interface CreateOptions {
  title: string;
  specRepo: RepoRef;
  base?: string;
  repo?: RepoRef[];
  branch?: string;
  description?: string;
  descriptionFile?: string;
  parent?: string;
  seed?: boolean;
}

/** `vteam rfe create` */
export function addCreate(group: Command, deps: CommandDeps): void {
  const command = teach(new Command("create"), {
    summary: "Create an RFE",
    paragraph:
      "Creates an RFE after checking every repository. A repository hosted here may be given by its name alone. Without --branch a name for the feature branch is made from the title.",
    examples: [
      { command: 'vteam rfe create --title "User Authentication System" --spec-repo specs --repo backend --seed' },
      {
        command:
          'vteam rfe create --title "Audit log" --description-file idea.md --spec-repo https://github.com/myorg/specs@main',
      },
    ],
  });
  command
    .requiredOption("--title <text>", "what the feature is called")
    .requiredOption(
      "--spec-repo <url[@branch]>",
      "the repository for the documents, with its base branch",
      parseRepoArgument,
    )
    .option("--base <branch>", "base branch of the spec repository; the same as @branch above")
    .option("--repo <url[@branch]>", "a supporting repository; may be repeated", collectRepo)
    .option("--branch <name>", "the feature branch, the same in all repositories")
    .option("--description <text>", "what is wanted, and why")
    .addOption(
      new Option("--description-file <path>", "read the description from a file; - is standard input").conflicts(
        "description",
      ),
    )
    .option("--parent <key>", "the Jira key of the outcome this belongs to")
    .option("--seed", "prepare the branches right away")
    .action(async (options: CreateOptions, self: Command) => createRfe(await openContext(deps, self), options));
  command.copyInheritedSettings(group);
  group.addCommand(command);
}

async function readDescription(context: Context, options: CreateOptions): Promise<string> {
  const { descriptionFile: path } = options;
  if (path === undefined) return options.description ?? "";
  if (path === "-") {
    const chunks: Buffer[] = [];
    for await (const chunk of context.terminal.stdin) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString();
  }
  return readFile(path, "utf8").catch((cause: unknown) => {
    throw new CommandFailure("usage", `The description could not be read from ${path}.`, { cause });
  });
}

async function createRfe(context: Context, options: CreateOptions): Promise<void> {
  const { client, show, terminal } = context;
  const description = await readDescription(context, options);
  const project = await context.project();
  const specRepo = options.base === undefined ? options.specRepo : { ...options.specRepo, branch: options.base };
  const [umbrellaRepo = specRepo, ...supportingRepos] = await resolveRepos(client, project, [
    specRepo,
    ...(options.repo ?? []),
  ]);
  const json = {
    title: options.title,
    description,
    branchName: options.branch ?? suggestBranchName(options.title),
    umbrellaRepo,
    supportingRepos,
    ...(options.parent === undefined ? {} : { parentOutcome: options.parent }),
  };
  const rfe = await answerOf(client.api.projects[":project"]["rfe-workflows"].$post({ param: { project }, json }));
  const isSeeding = options.seed === true;
  if (isSeeding && context.isJson)
    return seedAndShow(context, project, rfe.id, {}, { document: (seeded) => ({ ...rfe, seed: seeded }) });
  show(rfe, () => [
    `${terminal.paint("green", "✓")} Created.`,
    ...rfeLines(rfe, terminal.paint),
    ...(isSeeding ? [""] : ["", terminal.paint("dim", `Next: vteam rfe seed ${rfe.id}`)]),
  ]);
  if (isSeeding) await seedAndShow(context, project, rfe.id, {});
}
