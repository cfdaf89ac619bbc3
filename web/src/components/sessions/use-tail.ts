import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { following, nextTail, type Tail, type TailChange } from "./tail.ts";

const distanceToEnd = (): number => document.documentElement.scrollHeight - window.innerHeight - window.scrollY;

export interface TailControl {
  tail: Tail;
  /** What is true this moment, before anything is drawn. */
  current: () => Tail;
  change: (change: TailChange) => void;
  /** Moves the view to the end without counting as the reader's doing. */
  pin: () => void;
  /** Says that a move of the view was ours. */
  ours: () => void;
  /** Goes to the end and follows it. */
  jump: () => void;
}

/** Whether the page follows the end of the log. Moves of our own are told apart from the reader's by where they led. */
export function useTail(startsAtEnd: boolean): TailControl {
  const [tail, setTail] = useState<Tail>(startsAtEnd ? following : { isFollowing: false, unseen: 0 });
  const now = useRef(tail);
  const place = useRef(0);
  const change = useCallback((step: TailChange) => {
    const next = nextTail(now.current, step);
    if (next === now.current) return;
    now.current = next;
    setTail(next);
  }, []);
  const ours = useCallback(() => {
    place.current = window.scrollY;
  }, []);
  const pin = useCallback(() => {
    window.scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
    ours();
  }, [ours]);
  useEffect(() => {
    const onScroll = (): void => {
      const moved = window.scrollY - place.current;
      if (Math.abs(moved) < 1) return;
      place.current = window.scrollY;
      change({ kind: "scrolled", direction: moved < 0 ? "up" : "down", distance: distanceToEnd() });
    };
    window.addEventListener("scroll", onScroll, { passive: true });
    return () => window.removeEventListener("scroll", onScroll);
  }, [change]);
  const current = useCallback(() => now.current, []);
  const jump = useCallback(() => {
    change({ kind: "jumped" });
    pin();
  }, [change, pin]);
  return useMemo(() => ({ tail, current, change, pin, ours, jump }), [tail, current, change, pin, ours, jump]);
}
