import { describe, expect, test } from "vitest";
import { ansiPayloads } from "#test/corpus/ansi-payloads.ts";
import { ansiSpans, plainOutput } from "./ansi-text.ts";

const ESC = "\u001b";

describe("output of a shell", () => {
  test("keeps its colours as inks of ours", () => {
    const spans = ansiSpans(`plain ${ESC}[1;31mred${ESC}[0m ${ESC}[92mgreen${ESC}[39m ${ESC}[38;5;33mblue`);

    expect(spans).toEqual([
      { text: "plain ", classes: "" },
      { text: "red", classes: "text-fail-text font-semibold" },
      { text: " ", classes: "" },
      { text: "green", classes: "text-ok-text" },
      { text: " ", classes: "" },
      { text: "blue", classes: "text-accent-text" },
    ]);
  });

  test("shows a progress line as a terminal leaves it", () => {
    expect(plainOutput("10 %\r50 %\r100 %\ndone\r\n")).toBe("100 %\ndone\n");
    expect(plainOutput("abc\b\bXY")).toBe("aXY");
  });

  test("spells out characters that hide", () => {
    expect(plainOutput("safe\u202eevil\u200b")).toBe("safe⟨U+202E⟩evil⟨U+200B⟩");
  });

  test("is tried with at least 60 different attacks", () => {
    expect(new Set(ansiPayloads).size).toBeGreaterThanOrEqual(60);
  });

  test.each(ansiPayloads)("obeys no command but colours: %j", (payload) => {
    const spans = ansiSpans(payload);

    const text = spans.map((span) => span.text).join("");
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]/u);
    expect(text).not.toMatch(/owned(?=b$)|tracker\.example\/x(?=b$)/);
    for (const { classes } of spans) expect(classes).toMatch(/^[a-z0-9 -]*$/);
  });

  test("takes a long output in good time", () => {
    const start = performance.now();

    ansiSpans(`${ESC}[32mline of output${ESC}[0m and more\r\n`.repeat(5_000));

    expect(performance.now() - start).toBeLessThan(20_000);
  });

  test.each(["\b".repeat(200_000), "a\b".repeat(100_000), `${ESC}]`.repeat(100_000), `${ESC}[`.repeat(100_000)])(
    "is not slowed down by what no terminal prints",
    (payload) => {
      const start = performance.now();

      ansiSpans(payload);

      expect(performance.now() - start).toBeLessThan(20_000);
    },
  );
});
