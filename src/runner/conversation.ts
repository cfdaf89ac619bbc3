import { composePrompt } from "#domain/prompt.ts";
import type { RunOrder } from "#domain/run-order.ts";
import type { SessionEventBody } from "#domain/session-event.ts";
import type { Agent, AgentOutcome } from "#ports/agent.ts";
import type { OpenModel } from "#ports/model-endpoint.ts";
import type { Workspace } from "./workspace.ts";

export interface ConversationDeps {
  agent: Agent;
  emit: (event: SessionEventBody) => void;
  now: () => Date;
  /** Directories of ours that the agent must not see. */
  hidden: readonly string[];
}

/** Node fires a longer timer at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Sends the prompt and waits for the agent, until the deadline of the session or a stop. */
export async function holdConversation(
  deps: ConversationDeps,
  {
    order,
    workspace,
    model,
    commands,
  }: { order: RunOrder; workspace: Workspace; model: OpenModel; commands: string[] },
  signal: AbortSignal,
): Promise<AgentOutcome> {
  const prompt = composePrompt(order, commands, promptRepositories(order, workspace));
  deps.emit({ type: "user.message", payload: { text: prompt } });
  const expired = new AbortController();
  const left = new Date(order.deadline).getTime() - deps.now().getTime();
  const timer = setTimeout(() => expired.abort(), Math.min(Math.max(left, 0), MAX_TIMER_MS));
  try {
    const task = { ...agentTask(order, workspace), prompt, hidden: deps.hidden };
    const outcome = await deps.agent.converse(task, model, deps.emit, AbortSignal.any([signal, expired.signal]));
    if (outcome.kind !== "stopped" || signal.aborted) return outcome;
    return { ...outcome, kind: "failed", reason: "timeout", message: timeoutSentence(order.spec.timeout) };
  } finally {
    clearTimeout(timer);
  }
}

function agentTask({ spec }: RunOrder, workspace: Workspace) {
  const directories = (isReadOnly: boolean): string[] =>
    workspace.repos.filter((open) => open.isReadOnly === isReadOnly).map((open) => open.checkout.directory);
  const writable = directories(false);
  return {
    workingDirectory: workspace.workingDirectory,
    writable: workspace.repos.length === 0 ? [workspace.workingDirectory] : writable,
    readOnly: directories(true),
    configRoot: workspace.configRoot,
    home: workspace.home,
    model: spec.model,
    maxTurns: spec.maxTurns,
    maxCostUsd: spec.maxCostUsd,
    environment: workspace.environment,
  };
}

const promptRepositories = ({ spec }: RunOrder, workspace: Workspace) =>
  workspace.repos.map(({ index, request, checkout, isReadOnly }) => ({
    url: request.remote.url,
    directory: checkout.directory,
    isReadOnly,
    isMain: index === spec.mainRepoIndex,
  }));

function timeoutSentence(seconds: number): string {
  const [count, unit] = seconds % 60 === 0 ? [seconds / 60, "minute"] : [seconds, "second"];
  return `The session reached its time limit of ${count} ${unit}${count === 1 ? "" : "s"}.`;
}
