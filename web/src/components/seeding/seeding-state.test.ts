import { expect, it } from "vitest";
import type { SeedCheck } from "#web/api/seeding.ts";
import { seedingLines, seedingState } from "./seeding-state.ts";

const check = (change: Partial<SeedCheck> = {}): SeedCheck => ({
  isSeeded: false,
  specRepo: {
    isSeeded: false,
    state: "absent",
    details: { claudeExists: false, claudeCommandsExists: false, claudeAgentsExists: false, specifyExists: false },
  },
  supportingRepos: [],
  state: "absent",
  checkedAt: "2026-11-22T10:00:00Z",
  head: null,
  ...change,
});
const facts = { check: check(), error: undefined, followed: undefined };

it("is checking before there is an answer, and unknown when there was none", () => {
  const error = new Error("offline");

  expect(seedingState({ ...facts, check: undefined })).toEqual({ kind: "checking" });
  expect(seedingState({ ...facts, check: undefined, error })).toMatchObject({ kind: "unknown", error });
});

it("keeps what was last known when a later request failed", () => {
  expect(seedingState({ ...facts, check: check({ state: "seeded" }), error: new Error("offline") }).kind).toBe(
    "seeded",
  );
});

it("never says not seeded of a repository that could not be read", () => {
  const state = seedingState({ ...facts, check: check({ state: "unknown", error: "The host did not answer." }) });

  expect(state).toMatchObject({ kind: "unknown", reason: "The host did not answer." });
});

it("shows a running seeding, found by its own check after a reload", () => {
  const running = check({ operation: { id: "op-1", state: "running" } });

  expect(seedingState({ ...facts, check: running })).toEqual({ kind: "running", op: "op-1" });
});

it("believes the end of an operation before the check has been repeated", () => {
  const old = check({ operation: { id: "op-1", state: "running" } });

  expect(seedingState({ ...facts, check: old, followed: { id: "op-1", state: "failed" } })).toMatchObject({
    kind: "failed",
    op: "op-1",
  });
});

it("forgets a failure once the branch is seeded", () => {
  const seeded = check({ state: "seeded", operation: { id: "op-1", state: "failed" } });

  expect(seedingState({ ...facts, check: seeded }).kind).toBe("seeded");
});

it("ticks the lines that the branch has already", () => {
  const partly = check({
    state: "partial",
    head: "a".repeat(40),
    specRepo: {
      isSeeded: false,
      state: "partial",
      details: { claudeExists: true, claudeCommandsExists: true, claudeAgentsExists: false, specifyExists: true },
    },
  });

  expect(seedingLines("ambient-login", partly).map(({ done }) => done)).toEqual([true, true, false, false]);
});
