import { describe, expect, it } from "vitest";
import { bytesText, costText, countText, durationText, plural, relativeTime } from "./format.ts";

describe("durations", () => {
  it.each([
    [0, "0 s"],
    [100, "0.1 s"],
    [4_250, "4.2 s"],
    [9_990, "9 s"],
    [59_999, "59 s"],
    [375_000, "6 m 15 s"],
    [3_600_000, "1 h 0 m"],
    [90_061_000, "1 d 1 h"],
  ])("%i ms read %s", (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe("moments", () => {
  it.each([
    [-2_000, "just now"],
    [3_000, "just now"],
    [-40_000, "40 seconds ago"],
    [-6 * 60_000, "6 minutes ago"],
    [-25 * 3_600_000, "yesterday"],
    [-400 * 86_400_000, "last year"],
  ])("%i ms away read %s", (distance, text) => {
    expect(relativeTime(1_000_000_000_000 + distance, 1_000_000_000_000)).toBe(text);
  });
});

describe("amounts", () => {
  it("are as exact as somebody reads them", () => {
    expect([countText(812), countText(9_104), countText(184_210), countText(1_250_000)]).toEqual([
      "812",
      "9 104",
      "184 k",
      "1.3 M",
    ]);
    expect([bytesText(900), bytesText(61_440), bytesText(5_452_595)]).toEqual(["900 B", "60 KB", "5.2 MB"]);
  });

  it("never round a cost to nothing", () => {
    expect([costText(0), costText(0.0004), costText(0.42)]).toEqual(["$0.00", "<$0.01", "$0.42"]);
  });

  it("agree with their noun", () => {
    expect([plural(1, "task"), plural(2, "task"), plural(0, "entry", "entries")]).toEqual([
      "1 task",
      "2 tasks",
      "0 entries",
    ]);
  });
});
