import { join } from "node:path";
import { bot } from "#domain/bot.ts";
import type { AgentTask } from "#ports/agent.ts";
import type { OpenModel } from "#ports/model-endpoint.ts";

/** What of our own environment an agent may see. */
export interface HostEnvironment {
  path: string;
  language: string;
}

/** Where the agent keeps its own and temporary files. */
export const agentDirectories = (home: string) => ({
  config: join(home, ".claude"),
  temporary: join(home, "tmp"),
});

/** The whole environment of the agent: nothing is inherited, and the task cannot override what steers the agent. */
export function agentEnvironment(task: AgentTask, model: OpenModel, host: HostEnvironment): Record<string, string> {
  const { config, temporary } = agentDirectories(task.home);
  return {
    ...task.environment,
    PATH: host.path,
    LANG: host.language,
    TZ: "UTC",
    HOME: task.home,
    TMPDIR: temporary,
    CLAUDE_CONFIG_DIR: config,
    CLAUDE_CODE_TMPDIR: temporary,
    ANTHROPIC_BASE_URL: model.baseUrl,
    // Not a key: a token that is good for this one loopback endpoint, because tools see this variable.
    ANTHROPIC_API_KEY: model.token.reveal(),
    CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: "1",
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    DISABLE_TELEMETRY: "1",
    DISABLE_ERROR_REPORTING: "1",
    DISABLE_AUTOUPDATER: "1",
    CLAUDE_CODE_DISABLE_AUTO_MEMORY: "1",
    CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: "1",
    CLAUDE_CODE_DISABLE_CRON: "1",
    CLAUDE_CODE_DISABLE_BUNDLED_SKILLS: "1",
    API_TIMEOUT_MS: "600000",
    CLAUDE_ENABLE_STREAM_WATCHDOG: "1",
    CLAUDE_AGENT_SDK_CLIENT_APP: "vteam/0.1",
    ...gitEnvironment,
  };
}

/** For commits the agent makes itself; it holds no credential and is never asked for one. */
const gitEnvironment = {
  GIT_TERMINAL_PROMPT: "0",
  GIT_AUTHOR_NAME: bot.name,
  GIT_AUTHOR_EMAIL: bot.email,
  GIT_COMMITTER_NAME: bot.name,
  GIT_COMMITTER_EMAIL: bot.email,
};
