import { Command } from "commander";
import type { SeedRequest } from "#domain/operation.ts";
import type { Client } from "#http/client.ts";
import { answerOf } from "./answer.ts";
import { type CommandDeps, type Context, openContext } from "./context.ts";
import { CommandFailure } from "./exit-code.ts";
import { teach } from "./help.ts";
import { followOperation, type OperationFacts } from "./operation-stream.ts";
import { shortSha } from "./plain-text.ts";
import { problemLines } from "./problem-lines.ts";
import { previewAndShow } from "./seed-preview.ts";
import { StepTicker } from "./step-lines.ts";
import type { Paint } from "./terminal.ts";

/** `vteam rfe seed` */
export function addSeed(group: Command, deps: CommandDeps): void {
  const command = teach(new Command("seed"), {
    summary: "Prepare the branches of an RFE",
    paragraph:
      "Puts Spec-Kit commands and templates, the agents and a specs directory on the feature branch of the spec repository, and makes the same branch in every supporting repository. Seeding again adds what is missing and leaves what people changed; with another Spec-Kit it replaces what nobody changed. The work goes on in the server when this command is interrupted.",
    examples: [
      { command: "vteam rfe seed rfe-1699564821", means: "with the built-in kit and agents" },
      {
        command: "vteam rfe seed rfe-1699564821 --spec-kit https://github.com/github/spec-kit --spec-kit-version main",
      },
      { command: "vteam rfe seed rfe-1699564821 --dry-run --patch", means: "read what it would change, line by line" },
      { command: "vteam rfe seed rfe-1699564821 --watch", means: "every repository, as it happens" },
    ],
  });
  command
    .argument("<id>", "the RFE")
    .option("--dry-run", "show what would happen, and push nothing")
    .option("--patch", "with --dry-run: the changed lines of replaced and kept files")
    .option("--watch", "show every repository and every note of each step")
    .option("--no-watch", "start it and leave; the server goes on")
    .option("--kit, --spec-kit <source>", "where the Spec-Kit comes from: a git URL, an archive URL or a directory")
    .option("--kit-version, --spec-kit-version <ref>", "its branch, tag or release")
    .option("--spec-kit-template <name>", "the release template to take")
    .option("--agents <source>", "where the agent definitions come from")
    .option("--agents-branch <ref>", "their branch or tag")
    .option("--agents-path <path>", "their directory in there")
    .action(async (id: string, options: SeedOptions, self: Command) => {
      const context = await openContext(deps, self);
      const key = { project: await context.project(), id };
      const request = seedRequest(options);
      if (options.dryRun) return previewAndShow(context, key, request, { withPatches: options.patch === true });
      if (options.watch === false) return startAndLeave(context, key, request);
      await seedAndShow(context, key.project, id, request, { isDetailed: options.watch === true });
    });
  command.copyInheritedSettings(group);
  group.addCommand(command);
}

interface SeedOptions {
  dryRun?: boolean;
  patch?: boolean;
  /** Undefined when nothing is said: wait, and show the steps alone. */
  watch?: boolean;
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

const startSeeding = (client: Client, param: { project: string; id: string }, json: SeedRequest) =>
  answerOf(
    client.api.projects[":project"]["rfe-workflows"][":id"].seed.$post(
      { param, json },
      { headers: { Prefer: "respond-async" } },
    ),
  );

/** Starts seeding and says how to find it again. */
async function startAndLeave(context: Context, key: { project: string; id: string }, request: SeedRequest) {
  const { client, terminal, show } = context;
  const started = await startSeeding(client, key, request);
  const again = terminal.paint("dim", `Follow it: vteam rfe seed ${key.id} --watch with the same options`);
  show(started, () => [`${started.operationId} is seeding ${started.branchName}.`, again]);
}

/** Starts seeding, or joins what runs, and waits for its end while the steps tick. */
export async function seed(
  { client, terminal, now, isJson }: Pick<Context, "client" | "terminal" | "now" | "isJson">,
  key: { project: string; id: string },
  request: SeedRequest,
  isDetailed = false,
): Promise<OperationFacts> {
  const started = await startSeeding(client, key, request);
  const ticker = isJson ? undefined : new StepTicker(terminal, now, isDetailed);
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
    (result.removed ?? []).length === 0 ? "" : `${result.removed?.length} removed`,
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
  {
    document = (operation) => operation,
    isDetailed = false,
  }: { document?: (operation: OperationFacts) => unknown; isDetailed?: boolean } = {},
): Promise<void> {
  const { terminal, show } = context;
  const operation = await seed(context, { project, id }, request, isDetailed);
  const isDone = operation.state === "succeeded";
  show(document(operation), () => [
    ...seedLines(operation, terminal.paint),
    ...(isDone ? [terminal.paint("dim", `  Next: vteam session create --rfe ${id} --phase specify --follow`)] : []),
  ]);
  if (!isDone) throw new CommandFailure("failed", `Seeding ${id} ended as ${operation.state}.`, { isTold: true });
}
