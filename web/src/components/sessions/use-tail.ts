import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { following, nextTail, type Tail, type TailChange } from "./tail.ts";

/** Scrolling this soon after a key, a wheel or a finger is the reader's. */
const HAND_MS = 1_000;
/** This soon after news, a page that nobody touched moved because its rows or its head changed their size. */
const NEWS_MS = 1_000;
const handEvents = ["wheel", "touchmove", "keydown", "pointerdown"] as const;

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
  const hand = useRef(-HAND_MS);
  const news = useRef(-NEWS_MS);
  const change = useCallback((step: TailChange) => {
    if (step.kind === "arrived") news.current = performance.now();
    const next = nextTail(now.current, step);
    if (next === now.current) return;
    now.current = next;
    setTail(next);
  }, []);
  const ours = useCallback(() => {
    place.current = window.scrollY;
  }, []);
  const pin = useCallback(() => {
    news.current = performance.now();
    window.scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
    ours();
  }, [ours]);
  useEffect(() => {
    const onScroll = (): void => {
      const moved = window.scrollY - place.current;
      if (Math.abs(moved) < 1) return;
      const time = performance.now();
      const isOurs = time - hand.current > HAND_MS && time - news.current < NEWS_MS;
      place.current = window.scrollY;
      if (moved < 0 && now.current.isFollowing && isOurs) pin();
      else change({ kind: "scrolled", direction: moved < 0 ? "up" : "down", distance: distanceToEnd() });
    };
    const onHand = (): void => {
      hand.current = performance.now();
    };
    window.addEventListener("scroll", onScroll, { passive: true });
    for (const name of handEvents) window.addEventListener(name, onHand, { passive: true, capture: true });
    return () => {
      window.removeEventListener("scroll", onScroll);
      for (const name of handEvents) window.removeEventListener(name, onHand, { capture: true });
    };
  }, [change, pin]);
  const current = useCallback(() => now.current, []);
  const jump = useCallback(() => {
    change({ kind: "jumped" });
    pin();
  }, [change, pin]);
  return useMemo(() => ({ tail, current, change, pin, ours, jump }), [tail, current, change, pin, ours, jump]);
}
