import type { Run } from "./run.ts";
import {
  isTerminal,
  type RunResult,
  type Session,
  type SessionPhase,
  type SessionReason,
  type SessionStatus,
} from "./session.ts";

/** What the controller does next: exactly one thing, then it looks again. */
export type Step =
  | SetStatus
  | { kind: "launch"; attempt: number }
  | { kind: "stop" }
  | { kind: "wait"; ms: number }
  | { kind: "nothing" };

interface SetStatus {
  kind: "set-status";
  status: SessionStatus;
}

/** What is known besides the session and its run. */
export interface Look {
  now: Date;
  /** Whether one more session may run, and this one is the next in line. */
  hasSlot: boolean;
  /** Whether the run of the current attempt has sent an event. */
  hasSpoken: boolean;
}

/** A run that was lost before it spoke is launched again, up to this many attempts. */
const MAX_ATTEMPTS = 3;
/** The runner ends its own conversation at the timeout; this is what it gets to save its work. */
const TIMEOUT_GRACE_MS = 30_000;
/** A runner that has not spoken by then cannot reach us. */
const SILENCE_MS = 120_000;
/** Exit codes above it stand for a signal: the runner did not choose to end. */
const SIGNALLED = 128;
/** A runner that has reported has nothing left to do. */
const REPORTED_GRACE_MS = 10_000;

/** Decides from the whole observed state, never from an event. */
export function nextStep(session: Session, observed: Run | undefined, look: Look): Step {
  const { phase, attempt } = session.status;
  const run = observed?.attempt === attempt ? observed : undefined;
  // A process of another attempt, or of a session that is over, must not go on.
  if (observed?.kind === "running" && (run === undefined || isTerminal(phase))) return { kind: "stop" };
  switch (phase) {
    case "Pending":
      return fromPending(session, look);
    case "Creating":
    case "Running":
      return run?.kind === "running" ? whileRunning(session, look) : afterRun(session, run, look);
    case "Stopping":
      return run?.kind === "running" ? { kind: "stop" } : stopped(session, look.now);
    case "Completed":
    case "Failed":
    case "Stopped":
    case "Error":
      return { kind: "nothing" };
  }
}

/** What to write when a run could not be started and trying again makes no sense. */
export const launchFailed = (session: Session, now: Date, why: string): SetStatus =>
  end(session, "Error", now, "launch-failed", `The runner could not be started: ${why}`);

function fromPending(session: Session, { now, hasSlot }: Look): Step {
  if (session.spec.stop) return end(session, "Stopped", now, "stopped-by-user", "Stopped before it started.");
  return hasSlot ? create(session, now) : { kind: "nothing" };
}

function create(session: Session, now: Date): Step {
  const { reason: _, ...status } = session.status;
  return setStatus({
    ...status,
    phase: "Creating",
    attempt: session.status.attempt + 1,
    startTime: now.toISOString(),
    message: session.status.attempt === 0 ? "" : "The runner was lost before it began; starting it again.",
  });
}

function whileRunning(session: Session, { now, hasSpoken }: Look): Step {
  const { spec, status } = session;
  if (status.result) {
    const left = Date.parse(session.metadata.updatedAt) + REPORTED_GRACE_MS - now.getTime();
    return left > 0 ? { kind: "wait", ms: left } : { kind: "stop" };
  }
  if (spec.stop) return stopping(session, "stopped-by-user", "Stopping: the runner saves its work.");
  const started = Date.parse(status.startTime ?? session.metadata.createdAt);
  const left = started + spec.timeout * 1_000 + TIMEOUT_GRACE_MS - now.getTime();
  if (left <= 0) return stopping(session, "timeout", timeoutMessage(session));
  if (status.phase === "Running") return { kind: "wait", ms: left };
  if (hasSpoken) return setStatus({ ...status, phase: "Running", message: "" });
  const silence = started + SILENCE_MS - now.getTime();
  if (silence > 0) return { kind: "wait", ms: Math.min(left, silence) };
  return stopping(session, "launch-failed", "The runner was started but did not report within two minutes.");
}

/** The run of this attempt has ended, was lost, or was never launched. */
function afterRun(session: Session, run: Run | undefined, { now, hasSpoken }: Look): Step {
  const { spec, status } = session;
  if (status.result) return byResult(session, status.result, now);
  if (spec.stop) return end(session, "Stopped", now, "stopped-by-user", stopMessage(run));
  if (run === undefined && status.phase === "Creating") return { kind: "launch", attempt: status.attempt };
  if ((run?.kind === "failed" && run.exitCode <= SIGNALLED) || run?.kind === "succeeded") {
    const exitCode = run.kind === "failed" ? run.exitCode : 0;
    return end(session, "Failed", now, "agent-error", `The runner exited with code ${exitCode} before reporting.`);
  }
  if (status.phase === "Creating" && !hasSpoken && status.attempt < MAX_ATTEMPTS) return create(session, now);
  const how =
    run?.kind === "failed"
      ? `was killed by signal ${run.exitCode - SIGNALLED}`
      : "is gone, and nobody saw how it ended";
  return end(session, "Error", now, "runner-lost", `The runner ${how}.`);
}

function byResult(session: Session, result: RunResult, now: Date): Step {
  switch (result.outcome) {
    case "completed":
      return end(session, "Completed", now, result.reason, result.message);
    case "failed":
      return end(session, "Failed", now, result.reason ?? "agent-error", result.message);
    case "stopped":
      return end(session, "Stopped", now, result.reason ?? "stopped-by-user", result.message);
  }
}

function stopped(session: Session, now: Date): Step {
  const { spec, status } = session;
  const message = status.result?.message || status.message;
  if (spec.stop)
    return end(session, "Stopped", now, "stopped-by-user", status.result?.message || stopMessage(undefined));
  if (status.reason === "launch-failed") return end(session, "Error", now, status.reason, status.message);
  return end(session, "Failed", now, status.reason ?? "timeout", message);
}

const stopMessage = (run: Run | undefined): string =>
  run?.kind === "lost"
    ? "Stopped; the runner was gone before it could report."
    : "Stopped before the runner could report.";

const timeoutMessage = (session: Session): string =>
  `The session exceeded its timeout of ${session.spec.timeout} seconds.`;

const setStatus = (status: SessionStatus): SetStatus => ({ kind: "set-status", status });

const stopping = ({ status }: Session, reason: SessionReason, message: string): Step =>
  setStatus({ ...status, phase: "Stopping", reason, message });

function end(
  session: Session,
  phase: SessionPhase,
  now: Date,
  reason: SessionReason | undefined,
  message: string,
): SetStatus {
  const { reason: _, ...status } = session.status;
  return setStatus({ ...status, phase, completionTime: now.toISOString(), message, ...(reason && { reason }) });
}
