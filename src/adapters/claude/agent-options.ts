import { realpathSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import type { HookCallback, Options } from "@anthropic-ai/claude-agent-sdk";
import type { AgentTask } from "#ports/agent.ts";
import type { OpenModel } from "#ports/model-endpoint.ts";
import type { AgentProcess } from "./agent-process.ts";

const DEFAULT_MAX_TURNS = 200;

const STANDING_ORDERS = `You run inside vTeam, unattended: nobody can answer a question, so decide, and state your assumptions.
Change files only below the working directory and the writable repositories you were told about; the others are for reading.
vTeam commits and pushes your work when you are done: never push, never switch branches.`;

/**
 * What the agent may do and load. Settings, hooks and MCP servers of a cloned repository never count: commands,
 * agents and skills come from the directory that we made.
 */
export function agentOptions(
  task: AgentTask,
  model: OpenModel,
  env: Record<string, string>,
  process: AgentProcess,
): Options {
  const readOnly = [...task.readOnly, task.configRoot].map(realPath);
  const writable = task.writable.map(realPath);
  return {
    cwd: task.workingDirectory,
    env,
    model: task.model,
    settingSources: ["project"],
    projectConfigRoot: task.configRoot,
    systemPrompt: { type: "preset", preset: "claude_code", append: STANDING_ORDERS },
    permissionMode: "acceptEdits",
    permissionPrompts: "none",
    tools: ["Bash", "Read", "Write", "Edit", "Glob", "Grep", "Skill", "Agent"],
    // Two slashes: with one, the path is taken as relative to the settings and matches nothing.
    allowedTools: [
      "Bash",
      "Skill",
      "Agent",
      ...[...writable, ...readOnly].map((path) => `Read(/${path}/**)`),
      ...writable.map((path) => `Edit(/${path}/**)`),
    ],
    disallowedTools: ["WebFetch", "WebSearch", ...readOnly.map((path) => `Edit(/${path}/**)`)],
    settings: {
      env: { ANTHROPIC_BASE_URL: model.baseUrl },
      apiKeyHelper: "",
      disableAllHooks: true,
      attribution: { commit: "", pr: "" },
    },
    strictMcpConfig: true,
    maxTurns: task.maxTurns ?? DEFAULT_MAX_TURNS,
    // The agent prices every model, also one that costs nothing.
    ...(task.maxCostUsd !== undefined && model.isPaid ? { maxBudgetUsd: task.maxCostUsd } : {}),
    hooks: { PreToolUse: [{ matcher: "Write|Edit|NotebookEdit", hooks: [refuseWritesTo(readOnly)] }] },
    spawnClaudeCodeProcess: (options) => process.start(options),
  };
}

/** The real path, also of what does not exist yet. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}

const isInside = (path: string, root: string): boolean => path === root || path.startsWith(root + sep);

function refuseWritesTo(readOnly: readonly string[]): HookCallback {
  return async (input) => {
    if (input.hook_event_name !== "PreToolUse") return {};
    const { file_path: file, notebook_path: notebook } = input.tool_input as Record<string, unknown>;
    const target = [file, notebook].find((path) => typeof path === "string");
    if (target === undefined || !readOnly.some((root) => isInside(realPath(resolve(input.cwd, target)), root)))
      return {};
    return {
      hookSpecificOutput: {
        hookEventName: "PreToolUse",
        permissionDecision: "deny",
        permissionDecisionReason: "This repository is read-only in this session.",
      },
    };
  };
}
