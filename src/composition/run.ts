import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Logger } from "pino";
import { anthropicEndpoint } from "#adapters/claude/anthropic-endpoint.ts";
import { openClaudeAgent } from "#adapters/claude/claude-agent.ts";
import { CleanGitWorkspace } from "#adapters/git/clean-git-workspace.ts";
import { offlineEndpoint } from "#adapters/offline-model/offline-endpoint.ts";
import { procProcessTable } from "#adapters/process/proc-process-table.ts";
import { type Config, childEnvironment } from "#config.ts";
import { bot } from "#domain/bot.ts";
import type { ModelCredentialAnswer } from "#domain/run-order.ts";
import { Secret } from "#domain/secret.ts";
import { runSession } from "#runner/run.ts";
import { openRunClient } from "#runner/run-client.ts";
import { openGit } from "./git.ts";

/** What `vteam run` does: one attempt at one session, then an exit code. */
export async function run(config: Config, log: Logger, signal: AbortSignal): Promise<number> {
  const { RUN_URL: url, RUN_WORKSPACE: workspace } = config;
  const token = config.RUN_TOKEN ?? (await readToken(config.RUN_TOKEN_FILE));
  if (url === undefined || workspace === undefined || token === undefined) {
    log.error("vteam run is started by a launcher: RUN_URL, RUN_WORKSPACE and RUN_TOKEN_FILE are missing");
    return 64;
  }
  const git = openGit(config, join(workspace, "git-home"), () => [new URL(url).origin]);
  const { PATH: path = "" } = childEnvironment();
  const exitCode = await runSession({
    client: openRunClient({ url, token, log }),
    gitWorkspace: new CleanGitWorkspace({ git, author: bot, now: () => Date.now(), random: Math.random }),
    agent: openClaudeAgent({ host: { path, language: "C.UTF-8" }, processes: procProcessTable, log }),
    openModel: (answer) => modelFor(config, answer).open(),
    workspace,
    hidden: [config.VTEAM_DATA_DIR],
    secrets: [token],
    now: () => new Date(),
    log,
    signal,
  });
  // The last act: a server that was down meanwhile learns from it how this run ended.
  await writeFile(join(workspace, "exit-code"), String(exitCode));
  return exitCode;
}

function modelFor(config: Config, answer: ModelCredentialAnswer) {
  if (answer.kind === "offline") return offlineEndpoint({ paceMs: config.VTEAM_OFFLINE_PACE_MS });
  return anthropicEndpoint({ baseUrl: answer.baseUrl, apiKey: new Secret(answer.apiKey) });
}

async function readToken(file: string | undefined): Promise<Secret | undefined> {
  if (file === undefined) return undefined;
  // Standard input is a socket here, which cannot be opened by its path.
  const token = (await (file === "/dev/stdin" ? text(process.stdin) : readFile(file, "utf8"))).trim();
  return token === "" ? undefined : new Secret(token);
}
