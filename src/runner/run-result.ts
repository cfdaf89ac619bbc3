import { isProblem } from "#domain/problem.ts";
import type { RunOrder } from "#domain/run-order.ts";
import type { RunResult, SessionReason, SessionRepoStatus } from "#domain/session.ts";
import type { AgentOutcome } from "#ports/agent.ts";
import type { OpenModel } from "#ports/model-endpoint.ts";
import { unpublished } from "./publish.ts";

const MAX_MESSAGE = 2_000;
const MAX_RESULTS = 8_192;

export interface RunFacts {
  order: RunOrder;
  outcome: AgentOutcome;
  repos: SessionRepoStatus[];
  model: OpenModel;
  durationMs: number;
}

/** The result of a run whose conversation took place. Work that did not reach its branch is a failure, whatever the agent says. */
export function resultOf({ order, outcome, repos, model, durationMs }: RunFacts): RunResult {
  const unpushed = repos.find((status, index) => {
    const { output } = order.spec.repos[index] ?? {};
    if (output === undefined || status.error === null) return false;
    // Without autoCommit, being kept for a person to look at is what was asked for.
    return output.autoCommit || status.rescueRef === undefined;
  });
  const pushFailed = outcome.kind === "completed" && unpushed !== undefined;
  const reason = pushFailed ? "push-failed" : outcome.reason;
  const message = pushFailed ? `The work in ${unpushed.url} could not be pushed: ${unpushed.error}` : outcome.message;
  return {
    outcome: pushFailed ? "failed" : outcome.kind,
    ...(reason === undefined ? {} : { reason }),
    message: message.slice(0, MAX_MESSAGE),
    results: outcome.results.slice(0, MAX_RESULTS),
    repos,
    model: model.isPaid ? order.spec.model : model.displayName,
    ...(outcome.subtype === undefined ? {} : { subtype: outcome.subtype }),
    num_turns: outcome.turns,
    ...(outcome.sdkSessionId === undefined ? {} : { session_id: outcome.sdkSessionId }),
    total_cost_usd: outcome.costUsd,
    usage: outcome.usage,
    durationMs,
  };
}

/** The result of a run that ended before the agent was asked anything. */
export function failedBefore(order: RunOrder, error: unknown, isStopped: boolean): RunResult {
  const message = isProblem(error) ? error.message : "The run failed before the agent started; see the server's log.";
  return {
    ...(isStopped
      ? { outcome: "stopped", reason: "stopped-by-user", message: "The session was stopped before the agent started." }
      : { outcome: "failed", reason: reasonOf(error), message: message.slice(0, MAX_MESSAGE) }),
    results: "",
    repos: order.spec.repos.map(unpublished),
  };
}

function reasonOf(error: unknown): SessionReason {
  if (isProblem(error, "git-credential-refused", "git-token-withheld")) return "credential";
  const isClone = isProblem(
    error,
    "repository-not-found",
    "ref-not-found",
    "git-host-unreachable",
    "git-timeout",
    "git-protocol",
    "repository-empty",
    "disk-full",
    "repository-host-refused",
  );
  return isClone ? "clone-failed" : "agent-error";
}
