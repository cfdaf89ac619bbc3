import { describe, expect, it } from "vitest";
import { deriveBoard } from "#domain/rfe-phase.ts";
import { boardLines } from "./board-lines.ts";
import { plainPaint } from "./terminal.ts";

const written = { commitSha: "0123456789abcdef", commitsAgo: 1, isTemplate: false, openQuestions: 2 };

describe("the board", () => {
  const tasks = { total: 0, done: 0 };
  const board = deriveBoard({
    branchName: "ambient-x",
    isSeeded: true,
    documents: { spec: written },
    tasks,
    sessions: [{ name: "session-1", rfePhase: "plan", phase: "Running", createdAt: "2026-01-01T00:00:00Z" }],
  });
  const lines = boardLines({ ...board, tasks }, plainPaint);

  it("draws solid what is in git, with its path and commit", () => {
    expect(lines[0]).toBe("  ● specify    in git          specs/ambient-x/spec.md · 0123456 · 2 open questions");
  });

  it("draws half what is being written, with its session", () => {
    expect(lines[1]).toBe("  ◐ plan       being written   session-1");
  });

  it("draws hollow what is not there yet, and says what it needs", () => {
    expect(lines[2]).toBe("  ○ tasks      blocked         needs specs/ambient-x/plan.md");
  });

  it("explains its marks and says where the RFE stands", () => {
    expect(lines.at(-1)).toContain("20 % · now at plan");
    expect(lines.at(-1)).toContain("● in git   ○ not yet   ◐ being written");
  });
});
