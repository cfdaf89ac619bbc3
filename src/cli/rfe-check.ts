import { Command } from "commander";
import { suggestBranchName } from "#domain/branch-name.ts";
import type { RepoRef } from "#domain/rfe.ts";
import { answerOf } from "./answer.ts";
import { type CommandDeps, type Context, openContext } from "./context.ts";
import { CommandFailure } from "./exit-code.ts";
import { teach } from "./help.ts";
import { plainText, shortSha } from "./plain-text.ts";
import { collectRepo, parseRepoArgument, resolveRepos } from "./repo-argument.ts";
import { tableLines } from "./table.ts";
import type { Paint, Style } from "./terminal.ts";

interface CheckOptions {
  title?: string;
  specRepo?: RepoRef;
  repo?: RepoRef[];
  branch?: string;
}

/** `vteam rfe check` */
export function addCheck(group: Command, deps: CommandDeps): void {
  const command = teach(new Command("check"), {
    summary: "Check the repositories of an RFE",
    paragraph:
      "With an id: looks at every repository of the RFE and tells whether its feature branch is seeded. Without one: checks what `vteam rfe create` would, and whether the branches could be pushed, without creating anything. Exit code 1 when something is wrong or could not be looked at.",
    examples: [
      { command: "vteam rfe check rfe-1699564821", means: "is it seeded?" },
      { command: "vteam rfe check --branch audit-log --spec-repo specs --repo backend", means: "could it be?" },
    ],
  });
  command
    .argument("[id]", "the RFE; without it the options say what to check")
    .option("--title <text>", "what the feature is called; a branch name is made from it")
    .option("--spec-repo <url[@branch]>", "the repository for the documents, with its base branch", parseRepoArgument)
    .option("--repo <url[@branch]>", "a supporting repository; may be repeated", collectRepo)
    .option("--branch <name>", "the feature branch")
    .action(async (id: string | undefined, options: CheckOptions, self: Command) => {
      const context = await openContext(deps, self);
      await (id === undefined ? checkIdea(context, options) : checkSeeding(context, id));
    });
  command.copyInheritedSettings(group);
  group.addCommand(command);
}

/** Problems are thrown by the client and told like those of every command. */
async function checkIdea(context: Context, { title, specRepo, repo = [], branch }: CheckOptions): Promise<void> {
  const branchName = branch ?? (title === undefined ? undefined : suggestBranchName(title));
  if (specRepo === undefined || branchName === undefined)
    throw new CommandFailure("usage", "Say which RFE to check, or give --spec-repo with --branch or --title.");
  const { client, terminal } = context;
  const project = await context.project();
  const [umbrellaRepo = specRepo, ...supportingRepos] = await resolveRepos(client, project, [specRepo, ...repo]);
  const json = { title: title ?? branchName, description: "", branchName, umbrellaRepo, supportingRepos };
  const workflows = client.api.projects[":project"]["rfe-workflows"];
  const found = await answerOf(workflows.validate.$post({ param: { project }, json }));
  const repos = [found.umbrellaRepo, ...found.supportingRepos];
  context.show(found, () => [
    `${terminal.paint("green", "✓")} ${branchName} can be created in ${repos.length} of ${repos.length} repositories:`,
    ...repos.map(({ url, branch: base }) => `  ${url} ${terminal.paint("dim", `from ${base}`)}`),
  ]);
}

type State = "seeded" | "partial" | "absent" | "unknown";

const styles: Record<State, Style> = { seeded: "green", partial: "yellow", absent: "dim", unknown: "red" };
const words: Record<State, string> = {
  seeded: "is seeded",
  partial: "is seeded in part",
  absent: "is not seeded yet",
  unknown: "could not be looked at everywhere",
};

async function checkSeeding(context: Context, id: string): Promise<void> {
  const { client, terminal } = context;
  const workflow = client.api.projects[":project"]["rfe-workflows"][":id"];
  const param = { project: await context.project(), id };
  const [rfe, check] = await Promise.all([
    answerOf(workflow.$get({ param })),
    answerOf(workflow["check-seeding"].$get({ param })),
  ]);
  const { paint } = terminal;
  const head = check.head === null ? "" : ` at ${shortSha(check.head)}`;
  const spec = { repoURL: rfe.umbrellaRepo.url, ...check.specRepo };
  const rows = [spec, ...check.supportingRepos].map(({ repoURL, state, error }) => [
    repoURL,
    paint(styles[state], state === "seeded" && repoURL !== spec.repoURL ? "branch exists" : state),
    plainText(error ?? ""),
  ]);
  context.show(check, () => [
    `${paint(styles[check.state], "●")} ${rfe.branchName}${head} ${words[check.state]}.`,
    ...tableLines(["repository", "state", ""], rows, paint),
    ...next(check.state, id, paint),
  ]);
  if (check.state === "unknown") throw new CommandFailure("failed", `${id} could not be checked.`, { isTold: true });
}

const next = (state: State, id: string, paint: Paint): string[] =>
  state === "absent" || state === "partial" ? [paint("dim", `Next: vteam rfe seed ${id}`)] : [];
