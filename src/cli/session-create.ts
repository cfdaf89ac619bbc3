import { readFile } from "node:fs/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { type PhaseRfe, phaseSession } from "#domain/phase-session.ts";
import { isProblem } from "#domain/problem.ts";
import { type RfePhase, rfePhases } from "#domain/session.ts";
import type { Client } from "#http/client.ts";
import { answerOf } from "./answer.ts";
import { chooseTask } from "./choose-task.ts";
import { type CommandDeps, type Context, openContext } from "./context.ts";
import { CommandFailure } from "./exit-code.ts";
import { teach } from "./help.ts";
import { followSession } from "./session-logs.ts";

interface CreateOptions {
  rfe: string;
  phase: RfePhase;
  repo?: string;
  task?: string;
  prompt?: string;
  promptFile?: string;
  model?: string;
  timeout?: number;
  agent?: string[];
  displayName?: string;
  force?: string;
  follow?: boolean;
}

const collect = (text: string, earlier: string[] = []): string[] => [...earlier, text];

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 60 || seconds > 86_400)
    throw new InvalidArgumentError("It must be a number of seconds from 60 to 86400.");
  return seconds;
}

/** `vteam session create` */
export function addCreate(group: Command, deps: CommandDeps): void {
  const command = teach(new Command("create"), {
    summary: "Start a session on a phase of an RFE",
    paragraph:
      "Starts an agent on one phase. specify, plan and tasks write a document into the spec repository; implement writes into one supporting repository, one task per session; review writes nothing. The prompt is made for the phase unless you give one.",
    examples: [
      { command: "vteam session create --rfe rfe-1699564821 --phase specify --follow" },
      { command: "vteam session create --rfe rfe-1699564821 --phase implement --repo backend --task T001" },
    ],
  });
  command
    .requiredOption("--rfe <id>", "the RFE to work on")
    .addOption(new Option("--phase <phase>", "the phase to work on").choices(rfePhases).makeOptionMandatory())
    .option("--repo <name>", "name or URL of the supporting repository to implement in or to review")
    .option("--task <id>", "the task to implement, such as T001; the first open one if left out")
    .option("--prompt <text>", "what to tell the agent, instead of the words for this phase")
    .addOption(new Option("--prompt-file <path>", "read the prompt from a file").conflicts("prompt"))
    .option("--model <name>", "the model to use (default: the project's, else the server's)")
    .option("--timeout <seconds>", "when to give up (default: the project's, else 1800)", parseSeconds)
    .option("--agent <persona>", "a persona to consult; may be repeated", collect)
    .option("--display-name <text>", "how people call this session")
    .option("--force <reason>", "start although the inputs of the phase are missing, and say why")
    .option("--follow", "watch it work; exit code 1 unless it completes")
    .action(async (options: CreateOptions, self: Command) => createSession(await openContext(deps, self), options));
  command.copyInheritedSettings(group);
  group.addCommand(command);
}

async function createSession(context: Context, options: CreateOptions): Promise<void> {
  const { client, show, terminal } = context;
  const project = await context.project();
  const rfes = client.api.projects[":project"]["rfe-workflows"][":id"];
  const rfe = await answerOf(rfes.$get({ param: { project, id: options.rfe } }));
  const json = await sessionRequest(client, project, rfe, options);
  const session = await answerOf(
    client.api.projects[":project"]["agentic-sessions"].$post({ param: { project }, json }),
  );
  const isFollowing = options.follow === true;
  if (!isFollowing || !context.isJson)
    show(session, () => [
      `${terminal.paint("green", "✓")} ${session.name} is on its way.`,
      ...(isFollowing ? [] : [terminal.paint("dim", `  Watch it: vteam session logs --follow ${session.name}`)]),
    ]);
  if (isFollowing) await followToEnd(context, { project, name: session.name });
}

async function sessionRequest(client: Client, project: string, rfe: PhaseRfe, options: CreateOptions) {
  const { repo, model, timeout, phase, agent, displayName, force } = options;
  const prompt = options.promptFile === undefined ? options.prompt : await readPrompt(options.promptFile);
  const needsTask = phase === "implement" && prompt === undefined;
  const task = needsTask ? await chooseTask(client, project, rfe, options.task) : undefined;
  return {
    ...inRepository(() => phaseSession(phase, rfe, { repo, prompt, model, timeout, task })),
    ...(agent === undefined ? {} : { agents: agent }),
    ...(displayName === undefined ? {} : { displayName }),
    ...(force === undefined ? {} : { forceReason: force }),
  };
}

/** A repository that is not clear can be named on the command line. */
function inRepository<T>(build: () => T): T {
  try {
    return build();
  } catch (cause) {
    if (!isProblem(cause)) throw cause;
    throw new CommandFailure("usage", cause.message, { remedy: "Name one of them: --repo NAME", cause });
  }
}

const readPrompt = (path: string): Promise<string> =>
  readFile(path, "utf8").catch((cause: unknown) => {
    throw new CommandFailure("usage", `The prompt could not be read from ${path}.`, { cause });
  });

async function followToEnd(context: Context, key: { project: string; name: string }): Promise<void> {
  const session = await followSession(context, key);
  if (session.status.phase === "Completed") return;
  throw new CommandFailure("failed", `${key.name} ended as ${session.status.phase}.`, { isTold: true });
}
