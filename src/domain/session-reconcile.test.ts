import { describe, expect, test } from "vitest";
import type { Run } from "./run.ts";
import {
  isLegalTransition,
  type RunResult,
  type Session,
  type SessionPhase,
  type SessionStatus,
  sessionPhases,
} from "./session.ts";
import { type Look, launchFailed, nextStep } from "./session-reconcile.ts";

const NOW = new Date("2026-01-01T00:10:00.000Z");
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000).toISOString();

const result = (change: Partial<RunResult> = {}): RunResult => ({
  outcome: "completed",
  message: "",
  results: "",
  repos: [],
  ...change,
});

function session(
  phase: SessionPhase,
  change: { stop?: boolean; status?: Partial<SessionStatus>; updated?: number } = {},
): Session {
  return {
    metadata: {
      project: "web",
      name: "session-1",
      uid: "u",
      resourceVersion: "1",
      labels: {},
      createdAt: ago(300),
      updatedAt: ago(change.updated ?? 1),
      createdBy: "ada",
    },
    spec: {
      prompt: "p",
      repos: [],
      mainRepoIndex: 0,
      model: "m",
      timeout: 60,
      interactive: false,
      ...(change.stop && { stop: { time: ago(1), by: "ada" } }),
    },
    status: {
      phase,
      startTime: phase === "Pending" ? null : ago(5),
      completionTime: null,
      attempt: phase === "Pending" ? 0 : 1,
      message: "",
      ...change.status,
    },
  };
}

const look = (change: Partial<Look> = {}): Look => ({ now: NOW, hasSlot: false, hasSpoken: false, ...change });
const running: Run = { kind: "running", attempt: 1 };
const succeeded: Run = { kind: "succeeded", attempt: 1 };
const failed: Run = { kind: "failed", attempt: 1, exitCode: 9 };
const lost: Run = { kind: "lost", attempt: 1 };

const to = (phase: SessionPhase, more: object = {}) => ({
  kind: "set-status",
  status: expect.objectContaining({ phase, ...more }),
});
const wait = (ms: number) => ({ kind: "wait", ms });

describe("nextStep", () => {
  test.each<[string, Session, Run | undefined, Look, object]>([
    ["Pending waits for a slot", session("Pending"), undefined, look(), { kind: "nothing" }],
    [
      "Pending takes a slot and says so before anything starts",
      session("Pending"),
      undefined,
      look({ hasSlot: true }),
      to("Creating", { attempt: 1, startTime: NOW.toISOString() }),
    ],
    [
      "Pending stops without having started",
      session("Pending", { stop: true }),
      undefined,
      look({ hasSlot: true }),
      to("Stopped", { reason: "stopped-by-user", startTime: null, completionTime: NOW.toISOString() }),
    ],
    ["Creating launches", session("Creating"), undefined, look(), { kind: "launch", attempt: 1 }],
    [
      "Creating launches even after a long outage of the server",
      session("Creating", { status: { startTime: ago(500) } }),
      undefined,
      look(),
      { kind: "launch", attempt: 1 },
    ],
    [
      "Creating does not launch what was asked to stop",
      session("Creating", { stop: true }),
      undefined,
      look(),
      to("Stopped"),
    ],
    ["Creating waits for the runner to speak", session("Creating"), running, look(), wait(85_000)],
    [
      "Creating becomes Running when the runner speaks",
      session("Creating"),
      running,
      look({ hasSpoken: true }),
      to("Running"),
    ],
    [
      "a silent runner is given up",
      session("Creating", { status: { startTime: ago(121) } }),
      { ...running },
      look(),
      to("Stopping", { reason: "timeout" }),
    ],
    [
      "a run lost before it spoke is launched again",
      session("Creating"),
      lost,
      look(),
      to("Creating", { attempt: 2, startTime: NOW.toISOString() }),
    ],
    [
      "a run lost before it spoke is not launched forever",
      session("Creating", { status: { attempt: 3 } }),
      { ...lost, attempt: 3 },
      look(),
      to("Error", { reason: "runner-lost" }),
    ],
    [
      "a run lost after it spoke is not launched again",
      session("Creating"),
      lost,
      look({ hasSpoken: true }),
      to("Error", { reason: "runner-lost" }),
    ],
    [
      "an older attempt that still runs is stopped",
      session("Creating", { status: { attempt: 2 } }),
      running,
      look(),
      { kind: "stop" },
    ],
    [
      "an older attempt that ended does not count",
      session("Creating", { status: { attempt: 2 } }),
      lost,
      look(),
      { kind: "launch", attempt: 2 },
    ],
    [
      "Running waits for its deadline and the grace",
      session("Running"),
      running,
      look({ hasSpoken: true }),
      wait(85_000),
    ],
    [
      "Running past its deadline is stopped",
      session("Running", { status: { startTime: ago(90) } }),
      running,
      look(),
      to("Stopping", { reason: "timeout", message: "The session exceeded its timeout of 60 seconds." }),
    ],
    [
      "Running that was asked to stop goes to Stopping",
      session("Running", { stop: true }),
      running,
      look(),
      to("Stopping", { reason: "stopped-by-user" }),
    ],
    [
      "Running whose run vanished is in Error",
      session("Running"),
      undefined,
      look(),
      to("Error", { reason: "runner-lost" }),
    ],
    [
      "Running whose run was lost is in Error",
      session("Running"),
      lost,
      look({ hasSpoken: true }),
      to("Error", { reason: "runner-lost" }),
    ],
    [
      "a runner that exits without a word has failed",
      session("Running"),
      failed,
      look(),
      to("Failed", { reason: "agent-error", message: "The runner exited with code 9 before reporting." }),
    ],
    [
      "a runner that was killed is lost",
      session("Running"),
      { ...failed, exitCode: 137 },
      look({ hasSpoken: true }),
      to("Error", { reason: "runner-lost", message: "The runner was killed by signal 9." }),
    ],
    [
      "exit code 0 without a report is no success",
      session("Running"),
      succeeded,
      look(),
      to("Failed", { reason: "agent-error" }),
    ],
    [
      "a stopped run that cannot report is Stopped",
      session("Running", { stop: true }),
      lost,
      look(),
      to("Stopped", { message: "Stopped; the runner was gone before it could report." }),
    ],
    [
      "a reported run gets a moment to exit",
      session("Running", { status: { result: result() }, updated: 2 }),
      running,
      look(),
      wait(8_000),
    ],
    [
      "a reported run that does not exit is stopped",
      session("Running", { status: { result: result() }, updated: 11 }),
      running,
      look(),
      { kind: "stop" },
    ],
    [
      "a reported success completes",
      session("Running", { status: { result: result() } }),
      succeeded,
      look(),
      to("Completed"),
    ],
    [
      "a reported failure keeps its reason",
      session("Running", { status: { result: result({ outcome: "failed", reason: "model-auth", message: "401" }) } }),
      failed,
      look(),
      to("Failed", { reason: "model-auth", message: "401" }),
    ],
    [
      "a reported stop is Stopped",
      session("Running", { status: { result: result({ outcome: "stopped" }) } }),
      failed,
      look(),
      to("Stopped"),
    ],
    [
      "a report is trusted although the process went unseen",
      session("Running", { status: { result: result() } }),
      lost,
      look(),
      to("Completed"),
    ],
    [
      "work that finished before the stop took effect is Completed",
      session("Running", { stop: true, status: { result: result() } }),
      succeeded,
      look(),
      to("Completed"),
    ],
    ["Stopping stops the run", session("Stopping", { stop: true }), running, look(), { kind: "stop" }],
    [
      "Stopping ends as Stopped",
      session("Stopping", { stop: true }),
      failed,
      look(),
      to("Stopped", { reason: "stopped-by-user" }),
    ],
    [
      "Stopping for the timeout ends as Failed",
      session("Stopping", { status: { reason: "timeout", message: "late" } }),
      lost,
      look(),
      to("Failed", { reason: "timeout", message: "late" }),
    ],
    [
      "Stopping a silent runner ends as Error",
      session("Stopping", { status: { reason: "launch-failed", message: "silent" } }),
      failed,
      look(),
      to("Error", { reason: "launch-failed", message: "silent" }),
    ],
    ["a finished session whose run lives on stops it", session("Error"), running, look(), { kind: "stop" }],
    ["a finished session stays as it is", session("Completed"), succeeded, look(), { kind: "nothing" }],
  ])("%s", (_, given, run, looked, expected) => {
    const step = nextStep(given, run, looked);

    expect(step).toEqual(expected);
  });

  test("a runner that never speaks within a long timeout is given up after two minutes", () => {
    const silent = session("Creating", { status: { startTime: ago(121) } });
    silent.spec.timeout = 3_600;

    const step = nextStep(silent, running, look());

    expect(step).toEqual(to("Stopping", { reason: "launch-failed" }));
  });

  test("a launch that cannot succeed ends in Error with its cause", () => {
    const step = launchFailed(session("Creating"), NOW, "no such program");

    expect(step).toEqual(
      to("Error", { reason: "launch-failed", message: "The runner could not be started: no such program" }),
    );
  });

  test("writes only legal phases, never changes a finished session, and never leaves one stuck", () => {
    const runs = [undefined, running, succeeded, failed, lost, { ...running, attempt: 2 }, { ...lost, attempt: 2 }];
    const results = [undefined, result(), result({ outcome: "failed" }), result({ outcome: "stopped" })];
    const all = sessionPhases.flatMap((phase) =>
      [true, false].flatMap((stop) =>
        [5, 500].flatMap((age) =>
          results.flatMap((reported) =>
            runs.flatMap((run) =>
              [true, false].map((flag) => ({
                given: session(phase, {
                  stop,
                  updated: age,
                  status: {
                    ...(phase !== "Pending" && { startTime: ago(age) }),
                    ...(reported && { result: reported }),
                  },
                }),
                run,
                looked: look({ hasSlot: flag, hasSpoken: flag }),
              })),
            ),
          ),
        ),
      ),
    );

    const steps = all.map((one) => ({ ...one, step: nextStep(one.given, one.run, one.looked) }));

    expect(steps.length).toBeGreaterThan(1_000);
    for (const { given, run, step } of steps) {
      if (step.kind === "set-status") expect(isLegalTransition(given.status.phase, step.status.phase)).toBe(true);
      if (step.kind === "launch") expect(run?.kind).not.toBe("running");
      if (step.kind === "nothing")
        expect(["Pending", "Completed", "Failed", "Stopped", "Error"]).toContain(given.status.phase);
      if (step.kind === "wait") expect(step.ms).toBeGreaterThan(0);
    }
  });
});
