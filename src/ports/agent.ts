import type { SessionReason, Usage } from "#domain/session.ts";
import type { SessionEventBody } from "#domain/session-event.ts";
import type { OpenModel } from "./model-endpoint.ts";

export interface AgentTask {
  /** Where the agent starts; one of the writable or read-only directories. */
  workingDirectory: string;
  writable: readonly string[];
  readOnly: readonly string[];
  /** Directories whose content the agent must not see, but for the other directories named here. */
  hidden: readonly string[];
  /** A directory that holds .claude/{commands,agents,skills} made by us, and nothing else. */
  configRoot: string;
  /** For the agent's own files; removed with the workspace. */
  home: string;
  prompt: string;
  model: string;
  maxTurns: number | undefined;
  maxCostUsd: number | undefined;
  /** Added to the agent's environment. Never a secret. */
  environment: Readonly<Record<string, string>>;
}

export interface AgentOutcome {
  kind: "completed" | "failed" | "stopped";
  reason?: SessionReason;
  message: string;
  results: string;
  subtype?: string;
  turns: number;
  sdkSessionId?: string;
  costUsd: number;
  usage: Usage;
}

/** One conversation with an agent. */
export interface Agent {
  /**
   * Runs until the agent is done. `emit` sees each event once, in order. Aborting the signal ends the agent and all its
   * descendants within two seconds; the outcome is then "stopped". Never throws for what the agent or the model did.
   */
  converse(
    task: AgentTask,
    model: OpenModel,
    emit: (event: SessionEventBody) => void,
    signal: AbortSignal,
  ): Promise<AgentOutcome>;
}
