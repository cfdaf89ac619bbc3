/** Whether the view follows the end of a log, and how many events came while it did not. */
export interface Tail {
  isFollowing: boolean;
  unseen: number;
}

export type TailChange =
  /** The reader moved the view; `distance` is what then lies below it, in pixels. */
  | { kind: "scrolled"; direction: "up" | "down"; distance: number }
  | { kind: "arrived"; count: number }
  | { kind: "jumped" }
  /** The reader went somewhere: a search, a link, a key. */
  | { kind: "left" };

/** So near the end that one means the end. */
const NEAR = 24;

export const following: Tail = { isFollowing: true, unseen: 0 };

/** Only the reader decides whether the view moves: new events never do. */
export function nextTail(tail: Tail, change: TailChange): Tail {
  switch (change.kind) {
    case "scrolled":
      // A page that gets shorter moves its view up, but not away from its end.
      if (change.distance < 1) return tail.isFollowing && tail.unseen === 0 ? tail : following;
      // The least step up means up: a view that snaps back cannot be left.
      if (change.direction === "up") return tail.isFollowing ? { ...tail, isFollowing: false } : tail;
      return change.distance <= NEAR ? following : tail;
    case "arrived":
      return tail.isFollowing ? tail : { ...tail, unseen: tail.unseen + change.count };
    case "jumped":
      return following;
    case "left":
      return tail.isFollowing ? { ...tail, isFollowing: false } : tail;
  }
}
