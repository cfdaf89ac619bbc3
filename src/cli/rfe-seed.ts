import { Command } from "commander";
import type { SeedRequest } from "#domain/operation.ts";
import { answerOf } from "./answer.ts";
import { type CommandDeps, type Context, openContext } from "./context.ts";
import { CommandFailure } from "./exit-code.ts";
import { teach } from "./help.ts";
import { followOperation, type OperationFacts } from "./operation-stream.ts";
import { shortSha } from "./plain-text.ts";
import { problemLines } from "./problem-lines.ts";
import { StepTicker } from "./step-lines.ts";
import type { Paint } from "./terminal.ts";

/** `vteam rfe seed` */
export function addSeed(group: Command, deps: CommandDeps): void {
  const command = teach(new Command("seed"), {
    summary: "Prepare the branches of an RFE",
    paragraph:
      "Puts Spec-Kit commands and templates, the agents and a specs directory on the feature branch of the spec repository, and makes the same branch in every supporting repository. Seeding again adds what is missing and leaves what people changed. The work goes on in the server when this command is interrupted.",
    examples: [
      { command: "vteam rfe seed rfe-1699564821", means: "with the built-in kit and agents" },
      {
        command: "vteam rfe seed rfe-1699564821 --spec-kit https://github.com/github/spec-kit --spec-kit-version main",
      },
    ],
  });
  command
    .argument("<id>", "the RFE")
    .option("--spec-kit <source>", "where the Spec-Kit comes from: a git URL, an archive URL or a directory")
    .option("--spec-kit-version <ref>", "its branch, tag or release")
    .option("--spec-kit-template <name>", "the release template to take")
    .option("--agents <source>", "where the agent definitions come from")
    .option("--agents-branch <ref>", "their branch or tag")
    .option("--agents-path <path>", "their directory in there")
    .action(async (id: string, options: SeedOptions, self: Command) => {
      const context = await openContext(deps, self);
      await seedAndShow(context, await context.project(), id, seedRequest(options));
    });
  command.copyInheritedSettings(group);
  group.addCommand(command);
}

interface SeedOptions {
  specKit?: string;
  specKitVersion?: string;
  specKitTemplate?: string;
  agents?: string;
  agentsBranch?: string;
  agentsPath?: string;
}

const seedRequest = (options: SeedOptions): SeedRequest => ({
  ...(options.specKit === undefined ? {} : { specKitRepo: options.specKit }),
  ...(options.specKitVersion === undefined ? {} : { specKitVersion: options.specKitVersion }),
  ...(options.specKitTemplate === undefined ? {} : { specKitTemplate: options.specKitTemplate }),
  ...(options.agents === undefined ? {} : { agentSourceUrl: options.agents }),
  ...(options.agentsBranch === undefined ? {} : { agentSourceBranch: options.agentsBranch }),
  ...(options.agentsPath === undefined ? {} : { agentSourcePath: options.agentsPath }),
});

/** Starts seeding, or joins what runs, and waits for its end while the steps tick. */
export async function seed(
  { client, terminal, now, isJson }: Pick<Context, "client" | "terminal" | "now" | "isJson">,
  key: { project: string; id: string },
  request: SeedRequest,
): Promise<OperationFacts> {
  const workflow = client.api.projects[":project"]["rfe-workflows"][":id"];
  const started = await answerOf(
    workflow.seed.$post({ param: key, json: request }, { headers: { Prefer: "respond-async" } }),
  );
  const ticker = isJson ? undefined : new StepTicker(terminal, now);
  try {
    const param = { project: key.project, op: started.operationId };
    return await followOperation(client, param, (operation) => ticker?.show(operation.steps));
  } finally {
    ticker?.close();
  }
}

/** What a finished seeding left behind, for people. */
export function seedLines(operation: OperationFacts, paint: Paint): string[] {
  const { result, error } = operation;
  if (result === null) return error === null ? [paint("yellow", "Seeding was cancelled.")] : problemLines(error, paint);
  const counts = [
    `${result.added.length} files added`,
    result.replaced.length === 0 ? "" : `${result.replaced.length} replaced`,
    result.kept.length === 0 ? "" : `${result.kept.length} kept as people changed them`,
  ];
  const what = result.upToDate ? "nothing was missing" : counts.filter((part) => part !== "").join(", ");
  const commit = paint("yellow", shortSha(result.commitSha));
  return [
    `${paint("green", "✓")} ${result.message} ${paint("dim", `${result.branchName} at`)} ${commit}${paint("dim", `: ${what}`)}`,
    ...result.warnings.map((warning) => `${paint("yellow", "!")} ${warning}`),
  ];
}

/** Seeds and says how it went; anything but success is a failure of the command. */
export async function seedAndShow(
  context: Context,
  project: string,
  id: string,
  request: SeedRequest,
  document: (operation: OperationFacts) => unknown = (operation) => operation,
): Promise<void> {
  const { terminal, show } = context;
  const operation = await seed(context, { project, id }, request);
  const isDone = operation.state === "succeeded";
  show(document(operation), () => [
    ...seedLines(operation, terminal.paint),
    ...(isDone ? [terminal.paint("dim", `  Next: vteam session create --rfe ${id} --phase specify --follow`)] : []),
  ]);
  if (!isDone) throw new CommandFailure("failed", `Seeding ${id} ended as ${operation.state}.`, { isTold: true });
}
