import { expect, it } from "vitest";
import type { PhaseCardFacts } from "#web/api/phases.ts";
import { blockedReason, phaseMark, statusWord } from "./phase-status.ts";

const facts = (change: Partial<PhaseCardFacts> = {}): PhaseCardFacts => ({
  phase: "plan",
  state: "not-started",
  path: "specs/ambient-login/plan.md",
  commitSha: null,
  session: null,
  blockedBy: [],
  openQuestions: 0,
  ...change,
});

it("says in the guide's words that a phase has not begun, and that it is done", () => {
  expect(statusWord(phaseMark(facts(), undefined), undefined)).toBe("Not Started");
  expect(statusWord(phaseMark(facts({ state: "completed" }), undefined), undefined)).toBe("✓ Completed");
});

it("names what is missing, and that seeding comes first", () => {
  expect(blockedReason(facts({ blockedBy: ["specs/ambient-login/spec.md"] }))).toBe(
    "Needs spec.md before a planning session can start.",
  );
  expect(blockedReason(facts({ blockedBy: [".claude/commands", ".specify"] }))).toBe(
    "Needs a seeded repository first.",
  );
  expect(blockedReason(facts())).toBeUndefined();
});
