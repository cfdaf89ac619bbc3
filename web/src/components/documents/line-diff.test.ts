import { describe, expect, test } from "vitest";
import { diffCounts, diffTexts } from "./line-diff.ts";
import { parsePatch, sideBySide } from "./patch.ts";

const shown = (before: string, after: string) => diffTexts(before, after).map(({ sign, text }) => sign + text);

describe("a diff of two texts", () => {
  test("keeps what both have and shows what went and came", () => {
    expect(shown("a\nb\nc\nd\n", "a\nx\nc\nd\ne\n")).toEqual([" a", "-b", "+x", " c", " d", "+e"]);
    expect(shown("", "a\nb")).toEqual(["+a", "+b"]);
    expect(shown("a\n", "")).toEqual(["-a"]);
    expect(shown("a", "a")).toEqual([" a"]);
  });

  test("numbers the lines of either side", () => {
    const lines = diffTexts("a\nb\nc", "a\nc\nd");

    expect(lines.map(({ before, after }) => [before, after])).toEqual([
      [1, 1],
      [2, undefined],
      [3, 2],
      [undefined, 3],
    ]);
  });

  test("marks what changed within a line", () => {
    const lines = diffTexts("expiry of 30 days", "expiry of 60 days, rotated");

    expect(lines.map(({ text, changed = [0, 0] }) => text.slice(...changed))).toEqual(["30 days", "60 days, rotated"]);
    expect(diffCounts(lines)).toEqual({ added: 1, removed: 1 });
  });

  test("does not take minutes for two long texts", () => {
    const text = (word: string) => Array.from({ length: 5_000 }, (_, line) => `${word} ${line}`).join("\n");
    const start = performance.now();

    const lines = diffTexts(text("a"), text("b"));

    expect(lines).toHaveLength(10_000);
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});

const patch = `diff --git a/x b/x
--- a/x
+++ b/x
@@ -4,3 +4,4 @@ # Title
 same
-old line
+new line
+more
 end
\\ No newline at end of file
`;

describe("a patch of git", () => {
  test("becomes hunks with numbered lines", () => {
    const [hunk] = parsePatch(patch);

    expect(hunk?.header).toContain("@@ -4,3 +4,4 @@");
    expect(hunk?.lines.map(({ sign, before, after }) => [sign, before, after])).toEqual([
      [" ", 4, 4],
      ["-", 5, undefined],
      ["+", undefined, 5],
      ["+", undefined, 6],
      [" ", 6, 7],
    ]);
  });

  test("stands side by side, what replaces beside what it replaces", () => {
    const rows = sideBySide(parsePatch(patch)[0]?.lines ?? []);

    expect(rows.map(({ left, right }) => [left?.text, right?.text])).toEqual([
      ["same", "same"],
      ["old line", "new line"],
      [undefined, "more"],
      ["end", "end"],
    ]);
  });
});
