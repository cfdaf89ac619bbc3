// @vitest-environment happy-dom
import { describe, expect, test } from "vitest";
import { defaultView, linesOf, permalink } from "./file-address.ts";
import { resolvePath } from "./rendered-document.tsx";

describe("the address of a file", () => {
  test.each([
    ["L10", [10, 10]],
    ["#L10-L20", [10, 20]],
    ["L20-L10", [10, 20]],
    ["doc-goals", undefined],
    ["L10x", undefined],
  ])("names lines: %s", (fragment, lines) => {
    expect(linesOf(fragment)).toEqual(lines);
  });

  test("is pinned to a commit and to lines when it is handed on", () => {
    window.location.href = "http://vteam.example/projects/p/rfe/r/files?path=specs/x/spec.md#old";

    expect(permalink("a".repeat(40), [3, 9])).toBe(
      `http://vteam.example/projects/p/rfe/r/files?path=specs/x/spec.md&at=${"a".repeat(40)}#L3-L9`,
    );
  });

  test("shows Markdown rendered and everything else as it is", () => {
    expect([defaultView("a/b.MD"), defaultView("a.ts")]).toEqual(["rendered", "source"]);
  });
});

test.each([
  ["plan.md", "specs/x/plan.md"],
  ["../y/a b.md#part", "specs/y/a b.md"],
  ["/README.md", "README.md"],
  ["../../../../etc/passwd", "etc/passwd"],
])("a link within a document leads to a file of the repository: %s", (href, path) => {
  expect(resolvePath("specs/x/spec.md", href)).toBe(path);
});
