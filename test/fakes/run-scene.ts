import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { openClaudeAgent } from "#adapters/claude/claude-agent.ts";
import { probeSandbox, type Sandbox } from "#adapters/claude/sandbox.ts";
import { CleanGitWorkspace } from "#adapters/git/clean-git-workspace.ts";
import { procProcessTable } from "#adapters/process/proc-process-table.ts";
import { RunOrder } from "#domain/run-order.ts";
import { Secret } from "#domain/secret.ts";
import type { OpenModel } from "#ports/model-endpoint.ts";
import { runSession } from "#runner/run.ts";
import { openRunClient } from "#runner/run-client.ts";
import { commitTo, type Files } from "./bare-repository.ts";
import { credential, openServerRemotes } from "./git-remotes.ts";
import { startMessagesServer, type Turn } from "./messages-server.ts";
import { startRunServer } from "./run-server.ts";

export const runToken = "canary-run-token-77ab";
export const branch = "ambient-login";

const sandbox = probeSandbox();
const bot = { name: "vTeam Bot", email: "vteam-bot@ambient-code.io" };
const specs: Files = {
  "README.md": "# Specs\n",
  ".claude/commands/speckit.specify.md": "---\ndescription: Specify\n---\nSPECIFY: $ARGUMENTS\n",
  ".claude/agents/architect.md": "---\nname: architect\ndescription: Designs\n---\nYou design.\n",
  ".specify/templates/spec-template.md": "# [FEATURE NAME]\n",
};

/** Everything around one run: git over HTTP, the server's run routes, a scripted model; and the run itself, for real. */
export async function openRunScene() {
  const directory = await mkdtemp(join(tmpdir(), "vteam-run-"));
  const remotes = await openServerRemotes();
  const server = await startRunServer(runToken);
  const model = await startMessagesServer([{ text: "Nothing to do." }]);
  const [umbrella, backend] = [await remotes.make("specs"), await remotes.make("backend")];
  await commitTo(umbrella.bare, branch, specs);
  await commitTo(backend.bare, branch, { "src/app.js": "export {};\n" });
  server.switches.credential = { username: credential.username, password: credential.password.reveal() };
  const stop = new AbortController();
  const workspace = join(directory, "workspace");
  await mkdir(workspace);

  const order = (spec: object = {}, over: object = {}) => {
    const output = { url: umbrella.remote.url, targetBranch: branch, autoCommit: true };
    const repos = [
      { input: { url: umbrella.remote.url, branch }, output },
      { input: { url: backend.remote.url, branch } },
    ];
    const common = {
      prompt: "Specify it.",
      repos,
      mainRepoIndex: 0,
      model: "claude-sonnet-4-5",
      timeout: 1_800,
      interactive: false,
    };
    const feature = {
      workflow: "rfe-1",
      phase: "specify",
      title: "User Login",
      description: "With a password.",
      branchName: branch,
      umbrellaUrl: umbrella.remote.url,
    };
    const deadline = new Date(Date.now() + 600_000).toISOString();
    const order = {
      project: "my-project",
      session: "session-1",
      attempt: 1,
      deadline,
      feature,
      spec: { ...common, ...spec },
      ...over,
    };
    server.switches.order = RunOrder.parse(order);
  };
  order();

  const log = pino({ level: "silent" });
  const run = async (options: { sandbox?: Sandbox; model?: Partial<OpenModel> } = {}) => {
    const token = new Secret(runToken);
    return await runSession({
      client: openRunClient({ url: server.url, token, log }),
      gitWorkspace: new CleanGitWorkspace({ git: remotes.git, author: bot, now: Date.now, random: Math.random }),
      agent: openClaudeAgent({
        host: { path: process.env.PATH ?? "", language: "C.UTF-8" },
        processes: procProcessTable,
        log,
        sandbox: options.sandbox ?? (await sandbox),
        maxRetries: 0,
      }),
      openModel: async () => ({ ...model.model, close: async () => {}, ...options.model }),
      workspace,
      hidden: [directory],
      secrets: [token],
      now: () => new Date(),
      log,
      signal: stop.signal,
    });
  };

  const close = async () => {
    await Promise.all([server.close(), model.close(), remotes.close()]);
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  };
  const result = () =>
    server.events.flatMap((event) => (event.type === "result.message" ? [event.payload] : [])).at(-1);
  const script = (...turns: Turn[]): void => model.setScript(turns);
  return { umbrella, backend, server, model, git: remotes.server, stop, workspace, order, script, run, result, close };
}
