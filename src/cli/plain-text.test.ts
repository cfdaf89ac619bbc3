import { describe, expect, it } from "vitest";
import { duration, fileSize, oneLine, plainText, timeAgo } from "./plain-text.ts";

describe("plain text", () => {
  it("takes out everything that could steer the reader's terminal", () => {
    const hostile = "a\u001b[31mred\u001b[0m\u001b]0;title\u0007 \u009b2Jb\rc\u0000\u202ed\te";

    const plain = plainText(hostile);

    expect(plain).toBe("ared bcd  e");
  });

  it("keeps line breaks and letters of every script", () => {
    expect(plainText("Grüße\n你好 👋")).toBe("Grüße\n你好 👋");
  });

  it("cuts to one line and shows that it did", () => {
    expect(oneLine("one\n two   three", 10)).toBe("one two t…");
    expect(oneLine("short", 10)).toBe("short");
  });

  it.each([
    [0, "0.0 s"],
    [1_234, "1.2 s"],
    [9_960, "10 s"],
    [48_400, "48 s"],
    [185_000, "3 min 05 s"],
  ])("says %d ms as %s", (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it("says how long ago something was, and the date when it is long ago", () => {
    const now = new Date("2026-01-10T12:00:00Z");

    const said = ["2026-01-10T11:59:50Z", "2026-01-10T11:55:00Z", "2026-01-10T09:00:00Z", "2025-12-24T00:00:00Z"].map(
      (time) => timeAgo(time, now),
    );

    expect(said).toEqual(["just now", "5 min ago", "3 h ago", "2025-12-24"]);
  });

  it("says sizes in the unit people expect", () => {
    expect([12, 1_000, 3_400, 5_600_000, 84_600_000_000].map(fileSize)).toEqual([
      "12 B",
      "1.0 kB",
      "3.4 kB",
      "5.6 MB",
      "84.6 GB",
    ]);
  });
});
