import { describe, expect, test } from "vitest";
import { remedies } from "./ended-session.ts";
import { inlineParts, messageParts } from "./message-parts.ts";
import { toolReplacements, toolTarget } from "./tool-line.ts";
import { transcriptMarkdown } from "./transcript.ts";

describe("what an agent says", () => {
  test("falls into prose and fenced code", () => {
    expect(messageParts("Look:\n\n```ts\nconst a = 1;\n```\nDone.\n")).toEqual([
      { kind: "prose", text: "Look:" },
      { kind: "code", text: "const a = 1;", language: "ts" },
      { kind: "prose", text: "Done." },
    ]);
  });

  test("shows a fence that is still being written as code", () => {
    expect(messageParts("```\nls -l")).toEqual([{ kind: "code", text: "ls -l", language: "" }]);
  });

  test("keeps a fence inside a longer fence", () => {
    expect(messageParts("````\n```\nx\n```\n````")).toEqual([{ kind: "code", text: "```\nx\n```", language: "" }]);
  });

  test("knows code and stress within prose, and leaves the rest as typed", () => {
    expect(inlineParts("use `a*b`, **now** <b>")).toEqual([
      { kind: "text", text: "use " },
      { kind: "code", text: "a*b" },
      { kind: "text", text: ", " },
      { kind: "strong", text: "now" },
      { kind: "text", text: " <b>" },
    ]);
  });
});

describe("a tool call in one line", () => {
  test.each([
    [{ id: "", name: "Read", input: { file_path: "/runs/p/s/1/repos/specs/spec.md" } }, "specs/spec.md"],
    [{ id: "", name: "Bash", input: { command: "make test", description: "Test" } }, "make test"],
    [{ id: "", name: "Grep", input: { pattern: "auth", path: "/w/repos/backend/src" } }, "auth in backend/src"],
    [{ id: "", name: "Task", input: { description: "Archie reviews" } }, "Archie reviews"],
    [{ id: "", name: "Odd", input: null }, ""],
    [{ id: "", name: "Odd", input: "text" }, ""],
    [{ id: "", name: "Read", input: { file_path: 7 } }, ""],
  ])("names what it is about", (call, text) => {
    expect(toolTarget(call).text).toBe(text);
  });

  test("tells what it changes in a file", () => {
    const edit = { old_string: "a", new_string: "b" };

    expect(toolReplacements({ id: "", name: "Edit", input: edit })).toEqual([{ before: "a", after: "b" }]);
    expect(toolReplacements({ id: "", name: "MultiEdit", input: { edits: [edit, edit] } })).toHaveLength(2);
    expect(toolReplacements({ id: "", name: "Write", input: { content: "x" } })).toEqual([{ before: "", after: "x" }]);
    expect(toolReplacements({ id: "", name: "Write", input: {} })).toEqual([]);
  });
});

describe("a transcript", () => {
  test("cannot be broken out of by what an agent printed", () => {
    const call = { id: "x", name: "Bash", input: { command: "cat a.md" } };

    const text = transcriptMarkdown("Plan", [
      { kind: "user", seq: 1, at: 0, text: "Go" },
      { kind: "tool", seq: 2, at: 0, call, outcome: { seq: 3, at: 0, text: "```\nx\n```", isError: false } },
    ]);

    expect(text).toContain("# Plan\n\n## Prompt\n\nGo\n\n### Bash cat a.md");
    expect(text).toContain("````\n```\nx\n```\n````");
  });
});

test("every reason for which a session ends has a remedy", () => {
  for (const remedy of Object.values(remedies)) expect(remedy).toMatch(/^[A-Z].*\.$/);
});
