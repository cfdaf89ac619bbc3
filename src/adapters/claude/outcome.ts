import type { SDKAssistantMessageError, SDKResultMessage } from "@anthropic-ai/claude-agent-sdk";
import type { SessionReason, Usage } from "#domain/session.ts";
import type { AgentOutcome } from "#ports/agent.ts";

const MAX_RESULTS = 8_192;
const MAX_MESSAGE = 2_000;

export interface Ending {
  /** The last result of the conversation; undefined = the agent ended without one. */
  result: SDKResultMessage | undefined;
  /** The last failure of the model that the agent named. */
  modelError: SDKAssistantMessageError | undefined;
  sdkSessionId: string | undefined;
  isPaid: boolean;
}

/** How the conversation ended. The result is trusted, whatever the agent's process did after it. */
export function toOutcome({ result, modelError, sdkSessionId, isPaid }: Ending): AgentOutcome {
  if (result === undefined) return { ...nothingReported(sdkSessionId), ...lost };
  const base = {
    subtype: result.subtype,
    turns: result.num_turns,
    sdkSessionId: result.session_id,
    // Cumulative over the conversation, subagents included: the latest counts, a sum would count twice.
    costUsd: isPaid ? result.total_cost_usd : 0,
    usage: usageOf(result),
  };
  if (result.subtype === "success") {
    const results = result.result.slice(0, MAX_RESULTS);
    if (!result.is_error) return { ...base, kind: "completed", message: "", results };
    return { ...base, kind: "failed", results: "", ...modelFailure(result, modelError) };
  }
  return { ...base, kind: "failed", results: "", ...limitReached(result) };
}

/** The outcome of a conversation that was stopped; what it had used until then is kept if it said so. */
export function stoppedOutcome(ending: Ending): AgentOutcome {
  const base = ending.result === undefined ? nothingReported(ending.sdkSessionId) : toOutcome(ending);
  return { ...base, kind: "stopped", reason: "stopped-by-user", message: "The agent was stopped.", results: "" };
}

const lost = {
  kind: "failed",
  reason: "agent-error",
  message: "The agent's process ended before it reported a result.",
} as const;

const nothingReported = (sdkSessionId: string | undefined) => ({
  results: "",
  turns: 0,
  costUsd: 0,
  usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  ...(sdkSessionId === undefined ? {} : { sdkSessionId }),
});

type Failure = { reason: SessionReason; message: string };

const failures: Partial<Record<SDKAssistantMessageError, Failure>> = {
  authentication_failed: { reason: "model-auth", message: "The model refused the API key. Check ANTHROPIC_API_KEY." },
  billing_error: { reason: "model-auth", message: "The model refused the API key's account: billing." },
  rate_limit: { reason: "model-rate-limit", message: "The model's rate limit was reached, also after waiting." },
  overloaded: { reason: "model-overloaded", message: "The model is overloaded, also after several tries." },
  model_not_found: { reason: "agent-error", message: "The model server does not know this model." },
};

function modelFailure(
  result: Extract<SDKResultMessage, { subtype: "success" }>,
  modelError: SDKAssistantMessageError | undefined,
): Failure {
  const status = result.api_error_status;
  if (result.terminal_reason === "prompt_too_long")
    return { reason: "context-overflow", message: "The conversation grew longer than the model can read." };
  const known = modelError === undefined ? undefined : failures[modelError];
  if (known !== undefined) return known;
  if (status === 401 || status === 403) return failures.authentication_failed ?? lost;
  if (status === 429) return failures.rate_limit ?? lost;
  if (status === 529) return failures.overloaded ?? lost;
  const isSilent = status === null || status === undefined;
  if (result.terminal_reason === "api_error" && (isSilent || status >= 500)) {
    const what = isSilent ? "cannot be reached" : `answers with ${status}`;
    return { reason: "model-unreachable", message: `The model server ${what}, also after several tries.` };
  }
  return { reason: "agent-error", message: `The agent failed: ${result.result}`.slice(0, MAX_MESSAGE) };
}

function limitReached(result: Exclude<SDKResultMessage, { subtype: "success" }>): Failure {
  switch (result.subtype) {
    case "error_max_turns":
      return { reason: "max-turns", message: `The agent reached its limit of turns (${result.num_turns}).` };
    case "error_max_budget_usd":
      return { reason: "budget", message: "The agent reached the cost limit of this session." };
    default:
      return { reason: "agent-error", message: `The agent failed: ${result.errors.join(" ")}`.slice(0, MAX_MESSAGE) };
  }
}

/** All calls of the conversation, subagents included; the plain `usage` field leaves those out. */
function usageOf(result: SDKResultMessage): Usage {
  const total: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  for (const model of Object.values(result.modelUsage)) {
    total.input += model.inputTokens;
    total.output += model.outputTokens;
    total.cacheRead += model.cacheReadInputTokens;
    total.cacheWrite += model.cacheCreationInputTokens;
  }
  return total;
}
