import { describe, expect, test } from "vitest";
import { matchParts, nextMatch, searchBlocks } from "./log-search.ts";
import type { Block } from "./session-block.ts";

const blocks: Block[] = [
  { kind: "user", seq: 1, at: 0, text: "Write the Plan" },
  { kind: "tool", seq: 2, at: 0, call: { id: "x", name: "Bash", input: { command: "make plan" } } },
  {
    ...{ kind: "tool", seq: 3, at: 0, call: { id: "y", name: "Bash", input: {} } },
    outcome: { seq: 4, at: 0, text: "\u001b[31mPl\u001b[0man failed", isError: true },
  },
  { kind: "note", seq: 5, at: 0, text: "Cloned", level: "info" },
];

describe("searching a log", () => {
  test("finds words in texts, inputs and outputs, whatever their case and colours", () => {
    expect(searchBlocks(blocks, " plan ")).toEqual([0, 1, 2]);
  });

  test("finds nothing for nothing", () => {
    expect(searchBlocks(blocks, "  ")).toEqual([]);
  });

  test("goes to the next and previous match, around the ends", () => {
    expect(nextMatch([2, 5], 2, 1)).toBe(5);
    expect(nextMatch([2, 5], 5, 1)).toBe(2);
    expect(nextMatch([2, 5], 2, -1)).toBe(5);
    expect(nextMatch([], 2, 1)).toBeUndefined();
  });

  test("cuts a text where the words occur", () => {
    expect(matchParts("a Plan, a plan", "plan")).toEqual([
      { text: "a ", isMatch: false },
      { text: "Plan", isMatch: true },
      { text: ", a ", isMatch: false },
      { text: "plan", isMatch: true },
    ]);
    expect(matchParts("İstanbul", "i")).toEqual([{ text: "İstanbul", isMatch: false }]);
  });
});
