import { describe, expect, it } from "vitest";
import type { OperationStep } from "#domain/operation.ts";
import { memoryTerminal } from "#test/fakes/memory-terminal.ts";
import { StepTicker, stepLine } from "./step-lines.ts";
import { plainPaint } from "./terminal.ts";

const now = new Date("2026-01-01T00:00:10Z");
const step = (changes: Partial<OperationStep>): OperationStep => ({
  id: "clone",
  title: "Read the spec repository",
  state: "pending",
  startedAt: null,
  finishedAt: null,
  detail: "",
  ...changes,
});
const running = step({ state: "running", startedAt: "2026-01-01T00:00:08Z" });
const done = step({ state: "done", startedAt: "2026-01-01T00:00:08Z", finishedAt: "2026-01-01T00:00:09.500Z" });

describe("steps of an operation", () => {
  it("shows the time a step took, and what it says about itself", () => {
    const line = stepLine({ ...done, detail: "main at 0123456" }, now, plainPaint, 100);

    expect(line).toMatch(/^✓ Read the spec repository +1\.5 s {2}main at 0123456$/);
  });

  it("shows how long a running step has taken so far", () => {
    expect(stepLine(running, now, plainPaint, 100)).toMatch(/^◐ Read the spec repository +2\.0 s$/);
  });

  it("tells each step once, when it is over, and shows nothing that moves to a pipe", () => {
    const memory = memoryTerminal();
    const ticker = new StepTicker(memory.terminal, () => now);

    ticker.show([step({})]);
    ticker.show([running]);
    ticker.show([done]);
    ticker.show([done, step({ id: "branch", title: "Find the feature branch", state: "running" })]);
    ticker.close();

    expect(memory.out().match(/Read the spec repository/g)).toHaveLength(1);
    expect(memory.out()).not.toContain("Find the feature branch");
    expect(memory.out()).not.toContain("\u001b");
  });

  it("cuts a long detail for a person's window, and never for a pipe", () => {
    const long = { ...done, detail: `Read https://git.example/${"very-".repeat(20)}long.git.` };
    const [window, pipe] = [memoryTerminal({ isLive: true }), memoryTerminal()];
    for (const { terminal } of [window, pipe]) {
      const ticker = new StepTicker(terminal, () => now);
      ticker.show([long]);
      ticker.close();
    }

    expect(window.out()).toContain("…");
    expect(pipe.out()).toContain(long.detail);
  });

  it("tells steps in their order, and at the end also those behind one that never ended", () => {
    const memory = memoryTerminal();
    const ticker = new StepTicker(memory.terminal, () => now);
    const late = step({ ...done, id: "agents", title: "Prepare the agent definitions" });

    ticker.show([running, late]);
    const during = memory.out();
    ticker.close();

    expect(during).toBe("");
    expect(memory.out()).toContain("Prepare the agent definitions");
  });

  it("shows the running step to a person who watches, and takes it back when it is over", () => {
    const memory = memoryTerminal({ isLive: true });
    const ticker = new StepTicker(memory.terminal, () => now);

    ticker.show([running]);
    const during = memory.out();
    ticker.show([done]);
    ticker.close();

    expect(during).toContain("Read the spec repository");
    expect(memory.out().slice(during.length).startsWith("\r\u001b[2K")).toBe(true);
    expect(memory.out().endsWith("\n")).toBe(true);
  });
});
