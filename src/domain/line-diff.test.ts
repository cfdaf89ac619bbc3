import * as fc from "fast-check";
import { expect, test } from "vitest";
import { lineDiff } from "./line-diff.ts";

const numbered = (count: number, change: (n: number) => string = String): string =>
  Array.from({ length: count }, (_, index) => `${change(index + 1)}\n`).join("");

test("shows a change with three lines around it", () => {
  const diff = lineDiff(
    numbered(20),
    numbered(20, (n) => (n === 10 ? "ten" : String(n))),
  );

  expect(diff).toEqual({
    added: 1,
    removed: 1,
    patch: "@@ -7 +7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n",
    truncated: false,
  });
});

test("makes two hunks of changes far apart, and one of near ones", () => {
  const change = (...changed: number[]) =>
    lineDiff(
      numbered(40),
      numbered(40, (n) => (changed.includes(n) ? "x" : String(n))),
    ).patch.match(/^@@/gm)?.length;

  expect([change(5, 30), change(5, 9)]).toEqual([2, 1]);
});

test("is empty for the same text and whole for a new one", () => {
  expect(lineDiff("a\n", "a\n")).toMatchObject({ added: 0, removed: 0, patch: "" });
  expect(lineDiff("", "a\nb\n")).toMatchObject({ added: 2, removed: 0, patch: "@@ -1 +1 @@\n+a\n+b\n" });
});

test("says that a long patch was cut", () => {
  const diff = lineDiff("", numbered(10_000));

  expect(diff).toMatchObject({ added: 10_000, truncated: true });
  expect(diff.patch.length).toBeLessThanOrEqual(20_000);
});

test("leads from any text to any other", () => {
  const text = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 });

  void fc.assert(
    fc.property(text, text, (before, after) => {
      const { patch } = lineDiff(before.join("\n"), after.join("\n"));
      const lines = patch.split("\n").filter((line) => line !== "" && !line.startsWith("@@"));
      const side = (mark: string) => lines.filter((line) => line.startsWith(mark)).length;
      expect(before.length - side("-")).toBe(after.length - side("+"));
    }),
  );
});
