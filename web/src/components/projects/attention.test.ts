import { describe, expect, test } from "vitest";
import { needsAttention } from "./attention.ts";

const rfe = { id: "rfe-1", title: "Login", updatedAt: "2026-01-01T00:00:00Z", openQuestions: 0 };
const session = (name: string, phase: string, createdAt: string, rfePhase = "plan") => ({
  name,
  metadata: { rfeWorkflow: "rfe-1", rfePhase, createdAt },
  spec: { prompt: "Plan it." },
  status: { phase, message: phase === "Failed" ? "Push refused." : "", completionTime: createdAt },
});
const seeding = (id: string, state: string, updatedAt: string) => ({
  id,
  workflow: "rfe-1",
  state,
  updatedAt,
  error: state === "failed" ? { error: "no push access" } : null,
});
const nothing = { rfes: [rfe], sessions: [], operations: [] };

describe("what needs attention", () => {
  test("names a failed session with its cause", () => {
    const list = needsAttention({ ...nothing, sessions: [session("s1", "Failed", "2026-01-02T00:00:00Z")] });

    expect(list).toMatchObject([{ kind: "session-failed", title: "Login", sentence: "Push refused.", session: "s1" }]);
  });

  test("forgets a failure that a later session of the same phase has taken over", () => {
    const sessions = [
      session("s2", "Running", "2026-01-03T00:00:00Z"),
      session("s1", "Failed", "2026-01-02T00:00:00Z"),
      session("s0", "Failed", "2026-01-01T00:00:00Z", "specify"),
    ];

    expect(needsAttention({ ...nothing, sessions }).map(({ key }) => key)).toEqual(["s0"]);
  });

  test("looks at the newest seeding of an RFE only, and not at RFEs that are gone", () => {
    const failed = seeding("op-1", "failed", "2026-01-01T00:00:00Z");
    const repaired = [failed, seeding("op-2", "succeeded", "2026-01-02T00:00:00Z")];

    expect(needsAttention({ ...nothing, operations: [failed] })).toMatchObject([
      { kind: "seeding-failed", rfe: "rfe-1" },
    ]);
    expect(needsAttention({ ...nothing, operations: repaired })).toEqual([]);
    expect(needsAttention({ ...nothing, rfes: [], operations: [failed] })).toEqual([]);
  });

  test("puts open questions after failures, however new they are", () => {
    const rfes = [{ ...rfe, openQuestions: 2, updatedAt: "2026-02-01T00:00:00Z" }];
    const sessions = [session("s1", "Error", "2026-01-02T00:00:00Z")];

    expect(needsAttention({ ...nothing, rfes, sessions }).map(({ kind }) => kind)).toEqual([
      "session-failed",
      "open-questions",
    ]);
  });
});
