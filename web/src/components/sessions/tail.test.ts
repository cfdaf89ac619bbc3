import { describe, expect, test } from "vitest";
import { following, nextTail, type Tail } from "./tail.ts";

const away: Tail = { isFollowing: false, unseen: 3 };

describe("following the end of a log", () => {
  test("goes on while the reader is there", () => {
    expect(nextTail(following, { kind: "arrived", count: 5 })).toBe(following);
  });

  test("stops at the reader's first step up, and counts what comes then", () => {
    const left = nextTail(following, { kind: "scrolled", direction: "up", distance: 3 });

    expect(left.isFollowing).toBe(false);
    expect(nextTail(nextTail(left, { kind: "arrived", count: 2 }), { kind: "arrived", count: 1 }).unseen).toBe(3);
  });

  test("does not stop because the page got shorter", () => {
    expect(nextTail(following, { kind: "scrolled", direction: "up", distance: 0 })).toBe(following);
  });

  test("begins again when the reader comes back to the end or asks for it", () => {
    expect(nextTail(away, { kind: "scrolled", direction: "down", distance: 4 })).toEqual(following);
    expect(nextTail(away, { kind: "jumped" })).toEqual(following);
  });

  test("stays away while the reader goes down but not to the end", () => {
    expect(nextTail(away, { kind: "scrolled", direction: "down", distance: 300 })).toBe(away);
  });

  test("is left when the reader goes somewhere", () => {
    expect(nextTail(following, { kind: "left" }).isFollowing).toBe(false);
  });
});
