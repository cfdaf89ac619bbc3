import * as z from "zod";
import { ObjectMeta } from "./object-meta.ts";

const Url = z.string().trim().min(1).max(2_048);
const Branch = z.string().trim().min(1).max(244);

/** One repository of a session. Without `output` it is read-only, and that is enforced. */
export const SessionRepo = z.strictObject({
  input: z.strictObject({ url: Url, branch: Branch }),
  output: z.strictObject({ url: Url, targetBranch: Branch, autoCommit: z.boolean().default(false) }).optional(),
});
export type SessionRepo = z.infer<typeof SessionRepo>;

export const rfePhases = ["ideate", "specify", "plan", "tasks", "implement", "review"] as const;
export const RfePhase = z.enum(rfePhases);
export type RfePhase = z.infer<typeof RfePhase>;

/** What a person sends to start a session (guide, phase 4). `timeout` is in seconds; model and timeout default to the project's. */
export const NewSession = z.strictObject({
  prompt: z
    .string()
    .trim()
    .min(1, "Say what the agent is to do.")
    .max(100_000, "A prompt holds at most 100,000 characters."),
  repos: z.array(SessionRepo).max(16, "A session works in at most 16 repositories.").default([]),
  mainRepoIndex: z.int().min(0).default(0),
  model: z.string().trim().min(1).max(100).optional(),
  timeout: z.int().min(60).max(86_400).optional(),
  interactive: z
    .literal(false, "Interactive sessions are not supported yet; leave this out or send false.")
    .default(false),
  displayName: z.string().trim().max(120).optional(),
  parentSession: z.string().max(63).optional(),
  agents: z.array(z.string().max(63)).max(20).optional(),
  maxTurns: z.int().min(1).max(1_000).optional(),
  maxCostUsd: z.number().positive().max(10_000).optional(),
  /** Why this phase may start although its inputs are missing. */
  forceReason: z.string().trim().min(1).max(500).optional(),
  metadata: z.strictObject({ rfeWorkflow: z.string().max(63).optional(), rfePhase: RfePhase.optional() }).optional(),
});
export type NewSession = z.infer<typeof NewSession>;

/** One-way: once asked to stop, a session never runs again. */
const StopRequest = z.strictObject({
  time: z.string().max(40),
  by: z.string().max(253),
  reason: z.string().max(500).optional(),
});

export const SessionSpec = z.strictObject({
  prompt: z.string().min(1).max(100_000),
  repos: z.array(SessionRepo).max(16),
  mainRepoIndex: z.int().min(0),
  model: z.string().max(100),
  timeout: z.int().min(60).max(86_400),
  interactive: z.literal(false),
  displayName: z.string().max(120).optional(),
  parentSession: z.string().max(63).optional(),
  agents: z.array(z.string().max(63)).max(20).optional(),
  maxTurns: z.int().min(1).max(1_000).optional(),
  maxCostUsd: z.number().positive().max(10_000).optional(),
  stop: StopRequest.optional(),
});
export type SessionSpec = z.infer<typeof SessionSpec>;

export const sessionPhases = [
  "Pending",
  "Creating",
  "Running",
  "Stopping",
  "Completed",
  "Failed",
  "Stopped",
  "Error",
] as const;
export const SessionPhase = z.enum(sessionPhases);
export type SessionPhase = z.infer<typeof SessionPhase>;

/** Why a session ended as it did. */
export const SessionReason = z.enum([
  "timeout",
  "budget",
  "max-turns",
  "runner-lost",
  "launch-failed",
  "clone-failed",
  "credential",
  "model-auth",
  "model-rate-limit",
  "model-overloaded",
  "model-unreachable",
  "context-overflow",
  "push-failed",
  "agent-error",
  "stopped-by-user",
]);
export type SessionReason = z.infer<typeof SessionReason>;

/** What became of one repository; `error` is one plain sentence. */
export const SessionRepoStatus = z.strictObject({
  url: z.string().max(2_048),
  pushed: z.boolean(),
  commitSha: z.string().max(64).nullable(),
  error: z.string().max(2_000).nullable(),
  branch: z.string().max(244).optional(),
  /** Where work is kept that could not be pushed to the branch. */
  rescueRef: z.string().max(300).optional(),
  total_added: z.int().optional(),
  total_removed: z.int().optional(),
});
export type SessionRepoStatus = z.infer<typeof SessionRepoStatus>;

/** Tokens, as the model's own accounting reports them. */
export const Usage = z.strictObject({ input: z.int(), output: z.int(), cacheRead: z.int(), cacheWrite: z.int() });
export type Usage = z.infer<typeof Usage>;

/** What the runner reports at its end; the API stores it in the status of the session. */
export const RunResult = z.strictObject({
  outcome: z.enum(["completed", "failed", "stopped"]),
  reason: SessionReason.optional(),
  /** One sentence for people: why it failed, or nothing. */
  message: z.string().max(2_000).default(""),
  /** The agent's closing words. */
  results: z.string().max(8_192).default(""),
  repos: z.array(SessionRepoStatus).max(16).default([]),
  /** The model that answered, as people should read it; the offline model names itself here. */
  model: z.string().max(100).optional(),
  subtype: z.string().max(60).optional(),
  num_turns: z.int().optional(),
  session_id: z.string().max(64).optional(),
  total_cost_usd: z.number().optional(),
  usage: Usage.optional(),
  durationMs: z.int().optional(),
});
export type RunResult = z.infer<typeof RunResult>;

/** Two writers: `result` belongs to the run (through the API), everything else to the controller. */
export const SessionStatus = z.strictObject({
  phase: SessionPhase,
  startTime: z.string().max(40).nullable(),
  completionTime: z.string().max(40).nullable(),
  /** Attempts launched so far; 0 while Pending. */
  attempt: z.int().min(0),
  message: z.string().max(2_000),
  reason: SessionReason.optional(),
  result: RunResult.optional(),
});
export type SessionStatus = z.infer<typeof SessionStatus>;

export const Session = z.object({ metadata: ObjectMeta, spec: SessionSpec, status: SessionStatus });
export type Session = z.infer<typeof Session>;

export const sessionLabels = { rfe: "rfe-workflow", phase: "rfe-phase" } as const;

const next: Record<SessionPhase, readonly SessionPhase[]> = {
  Pending: ["Creating", "Stopped", "Failed", "Error"],
  Creating: ["Creating", "Running", "Stopping", "Completed", "Failed", "Stopped", "Error"],
  Running: ["Stopping", "Completed", "Failed", "Stopped", "Error"],
  Stopping: ["Stopped", "Failed", "Error"],
  Completed: [],
  Failed: [],
  Stopped: [],
  Error: [],
};

/** Whether a session may go from one phase to another; a terminal phase never changes. */
export const isLegalTransition = (from: SessionPhase, to: SessionPhase): boolean => next[from].includes(to);

export const isTerminal = (phase: SessionPhase): boolean => next[phase].length === 0;

export const isFinished = (session: Session): boolean => isTerminal(session.status.phase);
