import type { SDKResultMessage } from "@anthropic-ai/claude-agent-sdk";
import { expect, it } from "vitest";
import { type Ending, stoppedOutcome, toOutcome } from "./outcome.ts";

const model = { inputTokens: 10, outputTokens: 5, cacheReadInputTokens: 3, cacheCreationInputTokens: 2 };

function ending(result: object | undefined, over: Partial<Ending> = {}): Ending {
  const common = {
    type: "result",
    session_id: "s",
    num_turns: 3,
    total_cost_usd: 0.5,
    modelUsage: { a: model, b: model },
  };
  const whole = { subtype: "success", is_error: false, result: "Done.", errors: ["why"], ...common, ...result };
  const parsed: SDKResultMessage | undefined = result === undefined ? undefined : JSON.parse(JSON.stringify(whole));
  return { result: parsed, modelError: undefined, sdkSessionId: "s", isPaid: true, ...over };
}

it("is completed when the agent says so, with the usage of all models", () => {
  expect(toOutcome(ending({}))).toEqual({
    kind: "completed",
    message: "",
    results: "Done.",
    subtype: "success",
    turns: 3,
    sdkSessionId: "s",
    costUsd: 0.5,
    usage: { input: 20, output: 10, cacheRead: 6, cacheWrite: 4 },
  });
});

it.each([
  [{ api_error_status: 400, terminal_reason: "prompt_too_long" }, undefined, "context-overflow"],
  [{ api_error_status: 400, terminal_reason: "billing_error" }, "billing_error", "model-auth"],
  [{ api_error_status: 401, terminal_reason: "api_error" }, undefined, "model-auth"],
  [{ api_error_status: 429, terminal_reason: "api_error" }, "rate_limit", "model-rate-limit"],
  [{ api_error_status: 529, terminal_reason: "api_error" }, undefined, "model-overloaded"],
  [{ api_error_status: 502, terminal_reason: "api_error" }, "server_error", "model-unreachable"],
  [{ api_error_status: null, terminal_reason: "api_error" }, "unknown", "model-unreachable"],
  [{ api_error_status: 404, terminal_reason: "api_error" }, "model_not_found", "agent-error"],
  [{ terminal_reason: "malformed_tool_use_exhausted" }, undefined, "agent-error"],
] as const)("is a failure although the subtype is success: %o → %s %s", (result, modelError, reason) => {
  expect(toOutcome(ending({ is_error: true, ...result }, { modelError }))).toMatchObject({
    kind: "failed",
    reason,
    results: "",
  });
});

it.each([
  ["error_max_turns", "max-turns"],
  ["error_max_budget_usd", "budget"],
  ["error_during_execution", "agent-error"],
])("tells limits from errors: %s → %s", (subtype, reason) => {
  expect(toOutcome(ending({ subtype, is_error: true }))).toMatchObject({ kind: "failed", reason, subtype });
});

it("is a failure when the process ended without a result", () => {
  expect(toOutcome(ending(undefined))).toMatchObject({ kind: "failed", reason: "agent-error", costUsd: 0 });
});

it("costs nothing on a model that is free", () => {
  expect(toOutcome(ending({}, { isPaid: false })).costUsd).toBe(0);
});

it("keeps the usage of a conversation that was stopped", () => {
  expect(stoppedOutcome(ending({}))).toMatchObject({
    kind: "stopped",
    reason: "stopped-by-user",
    costUsd: 0.5,
    results: "",
  });
});
