import { Command, InvalidArgumentError } from "commander";
import { Secret } from "#domain/secret.ts";
import { type CommandDeps, globalOptions, parseServerUrl } from "./context.ts";
import { doctorCommand } from "./doctor.ts";
import type { DoctorFacts } from "./doctor-checks.ts";
import { ProcessEnd } from "./exit-code.ts";
import { environmentHelp, exitCodeHelp, teach } from "./help.ts";
import { projectCommand } from "./project.ts";
import { repoCommand } from "./repo.ts";
import { rfeCommand } from "./rfe.ts";
import { secretCommand } from "./secret.ts";
import { sessionCommand } from "./session.ts";

/** What is left out comes from the environment. */
export interface UpOptions {
  host?: string;
  port?: number;
  dataDir?: string;
  token?: Secret;
}

export interface DemoOptions {
  /** Leave with an exit code once the account is told, instead of staying up. */
  exit: boolean;
  /** Keep the data directory afterwards. */
  keep: boolean;
  json: boolean;
}

/** The commands that are more than a client; each returns the exit code of the process. */
interface ServerActions {
  up(options: UpOptions): Promise<number>;
  demo(options: DemoOptions): Promise<number>;
  run(): Promise<number>;
}

export interface ProgramDeps extends CommandDeps {
  version: string;
  actions: ServerActions;
  doctor: DoctorFacts;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError("It must be a number from 0 to 65535.");
  return port;
}

const end = async (exitCode: Promise<number>): Promise<void> => {
  const code = await exitCode;
  if (code !== 0) throw new ProcessEnd(code);
};

function upCommand(actions: ServerActions): Command {
  const command = teach(new Command("up"), {
    summary: "Start the server on this machine",
    paragraph:
      "Starts vteam on this machine: API, git host and sessions in one process, everything kept in one data directory. Prints the login URL once it is ready. Ctrl-C or SIGTERM stops it; sessions that run go on after the next start or end truthfully.",
    examples: [
      { command: "vteam up" },
      { command: "vteam up --port 0 --data-dir ./data", means: "any free port" },
      { command: "VTEAM_TOKEN=… vteam up", means: "choose the access token yourself" },
    ],
  });
  return command
    .option("--host <address>", "address to listen on (VTEAM_HOST, default 127.0.0.1)")
    .option("--port <number>", "port to listen on; 0 picks a free one (VTEAM_PORT, default 7373)", parsePort)
    .option("--data-dir <directory>", "where everything is kept (VTEAM_DATA_DIR, default ~/.vteam)")
    .option(
      "--token <token>",
      "access token to expect; other users of this machine can read it here, VTEAM_TOKEN is safer",
      (text: string) => new Secret(text),
    )
    .action((options: UpOptions) => end(actions.up(options)));
}

function demoOptions(command: Command): DemoOptions {
  const { exit = false, keep = false } = command.opts<Partial<DemoOptions>>();
  return { exit, keep, json: globalOptions(command).json };
}

function demoCommand(actions: ServerActions): Command {
  const command = teach(new Command("demo"), {
    summary: "Watch an RFE go from title to reviewed branch",
    paragraph:
      "Starts a server on a free port with a fresh data directory, makes a project and two git repositories, creates an RFE, seeds it and takes it through specify, plan, tasks, implement and review, telling what happens. Without ANTHROPIC_API_KEY the real agent talks to the offline model (no AI), and nothing leaves this machine.",
    examples: [
      { command: "vteam demo", means: "look around afterwards; Ctrl-C ends it" },
      { command: "vteam demo --exit", means: "exit code 0 only if every phase truly completed" },
      { command: "vteam demo --exit --keep", means: "and keep the repositories" },
    ],
  });
  return command
    .option("--exit", "stop at the end, with a status")
    .option("--keep", "keep the data directory afterwards")
    .action((_options, self: Command) => end(actions.demo(demoOptions(self))));
}

/** The whole command line. `actions` are the commands that only the composition root can perform. */
export function buildProgram(deps: ProgramDeps): Command {
  const program = new Command("vteam")
    .description(
      "vteam turns a feature request into a reviewed branch: people and Claude agents, phase by phase, with git as the only source of truth.",
    )
    .version(deps.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "explain a command")
    .option("--url <url>", "where the server is (VTEAM_URL)", parseServerUrl)
    .option("--project <name>", "the project to work in (VTEAM_PROJECT; may be left out while there is only one)")
    .option("--json", "answer with one JSON document on standard output, whatever happens")
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError("(add --help for an explanation)")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => deps.terminal.print(text.trimEnd()),
      writeErr: (text) => deps.terminal.complain(text.trimEnd()),
    });
  const client = [projectCommand(deps), repoCommand(deps), rfeCommand(deps), sessionCommand(deps), secretCommand(deps)];
  program.commandsGroup("Server:");
  adopt(program, upCommand(deps.actions));
  adopt(program, demoCommand(deps.actions));
  adopt(program, doctorCommand(deps, deps.doctor));
  program.commandsGroup("Work:");
  for (const command of client) adopt(program, command);
  program.command("run", { hidden: true }).action(() => end(deps.actions.run()));
  return program.addHelpText("after", `${environmentHelp}\n${exitCodeHelp()}`);
}

/** `addCommand` passes no settings on, unlike `command`. */
function adopt(parent: Command, child: Command): void {
  child.copyInheritedSettings(parent);
  for (const grandchild of child.commands) grandchild.copyInheritedSettings(child);
  parent.addCommand(child);
}
