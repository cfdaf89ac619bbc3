import { describe, expect, it } from "vitest";
import type { BoardFacts, DocumentFact, SessionFact } from "./rfe-phase.ts";
import { countOpenQuestions, deriveBoard } from "./rfe-phase.ts";

const written = (commitsAgo = 1, more: Partial<DocumentFact> = {}): DocumentFact => ({
  commitSha: `sha${commitsAgo}`,
  commitsAgo,
  isTemplate: false,
  openQuestions: 0,
  ...more,
});
const session = (
  rfePhase: SessionFact["rfePhase"],
  phase: SessionFact["phase"],
  createdAt = "2026-01-01T00:00:00Z",
): SessionFact => ({ name: `session-${rfePhase}`, rfePhase, phase, createdAt });
const facts = (more: Partial<BoardFacts> = {}): BoardFacts => ({
  branchName: "ambient-x",
  isSeeded: true,
  documents: {},
  tasks: { total: 0, done: 0 },
  sessions: [],
  ...more,
});
const states = (more: Partial<BoardFacts>) => deriveBoard(facts(more)).phases.map(({ state }) => state);
const all = { spec: written(3), plan: written(2), tasks: written(1) };

describe("the phase board", () => {
  it("blocks everything until the branch is seeded", () => {
    expect(states({ isSeeded: false })).toEqual(["blocked", "blocked", "blocked", "blocked", "blocked"]);
  });

  it("follows the files on the branch", () => {
    expect(deriveBoard(facts())).toMatchObject({ phase: "specify", status: "not-started", progress: 0 });
    expect(deriveBoard(facts({ documents: { spec: written() } }))).toMatchObject({ phase: "plan", progress: 20 });
    expect(deriveBoard(facts({ documents: { spec: written(2), plan: written(1) } })).phase).toBe("tasks");
    expect(deriveBoard(facts({ documents: all })).phase).toBe("implement");
  });

  it("names what a phase still waits for", () => {
    const [, plan] = deriveBoard(facts()).phases;

    expect(plan).toMatchObject({ state: "blocked", blockedBy: ["specs/ambient-x/spec.md"] });
  });

  it("does not take a copied template for a finished document", () => {
    expect(deriveBoard(facts({ documents: { spec: written(1, { isTemplate: true }) } })).phase).toBe("specify");
  });

  it("marks a document outdated when one it builds on changed later", () => {
    expect(states({ documents: { spec: written(0), plan: written(2), tasks: written(1) } }).slice(0, 3)).toEqual([
      "completed",
      "outdated",
      "outdated",
    ]);
  });

  it("shows a working session, then its failure, and a stopped one as not started", () => {
    expect(states({ sessions: [session("specify", "Pending")] })[0]).toBe("running");
    expect(states({ sessions: [session("specify", "Failed")] })[0]).toBe("failed");
    expect(states({ sessions: [session("specify", "Stopped")] })[0]).toBe("not-started");
  });

  it("keeps a document completed although a later session failed", () => {
    expect(states({ documents: { spec: written() }, sessions: [session("specify", "Failed")] })[0]).toBe("completed");
  });

  it("lets implement wait for the next task until every task is ticked", () => {
    const sessions = [session("implement", "Completed")];

    expect(states({ documents: all, tasks: { total: 4, done: 1 }, sessions })[3]).toBe("waiting");
    expect(states({ documents: all, tasks: { total: 4, done: 4 }, sessions })[3]).toBe("completed");
  });

  it("moves to review once all tasks are ticked or a review was started, and makes it outdated by newer code", () => {
    const review = session("review", "Completed", "2026-01-02T00:00:00Z");
    const laterCode = session("implement", "Completed", "2026-01-03T00:00:00Z");

    expect(deriveBoard(facts({ documents: all, tasks: { total: 1, done: 1 } })).phase).toBe("review");
    expect(deriveBoard(facts({ documents: all, sessions: [review] }))).toMatchObject({
      phase: "review",
      status: "completed",
    });
    expect(states({ documents: all, sessions: [review, laterCode] })[4]).toBe("outdated");
  });

  it("counts open questions", () => {
    expect(countOpenQuestions("a [NEEDS CLARIFICATION: which?] b [NEEDS CLARIFICATION: when?]")).toBe(2);
  });
});
