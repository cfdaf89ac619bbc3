import { describe, expect, it } from "vitest";
import { problemLines } from "./problem-lines.ts";
import { plainPaint } from "./terminal.ts";

const fault = (pointer: string, message: string) => ({ pointer, code: "invalid", message });

describe("a problem in the terminal", () => {
  it("lists several faults one by one, under the title", () => {
    const errors = [fault("/branchName", "It is protected."), fault("/umbrellaRepo/url", "It is empty.")];
    const problem = { title: "Some fields are not right", error: "It is protected. It is empty.", errors };

    expect(problemLines(problem, plainPaint)).toEqual([
      "✗ Some fields are not right.",
      "  branchName: It is protected.",
      "  umbrellaRepo/url: It is empty.",
    ]);
  });

  it("does not say a single fault twice", () => {
    const errors = [fault("/url", "It is empty.")];

    expect(problemLines({ title: "T", error: "It is empty.", errors }, plainPaint)).toEqual(["✗ It is empty."]);
  });

  it("keeps a sentence that says more than its faults, its remedy and the id to quote", () => {
    const errors = [fault("/repos/0", "you don't have push access to a.")];
    const problem = {
      title: "T",
      error: "Nothing was changed.",
      errors,
      remedy: [{ text: "Fork it." }],
      requestId: "r-1",
    };

    expect(problemLines(problem, plainPaint)).toEqual([
      "✗ Nothing was changed.",
      "  repos/0: you don't have push access to a.",
      "→ Fork it.",
      "request r-1",
    ]);
  });

  it("lets no server write escape sequences to the terminal", () => {
    expect(problemLines({ title: "T", error: "a\u001b[2Jb" }, plainPaint)).toEqual(["✗ ab"]);
  });
});
