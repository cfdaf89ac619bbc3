import { useCallback, useState, useSyncExternalStore } from "react";

/** One timer for all who ask for the same beat. */
const beats = new Map<number, { listeners: Set<() => void>; timer: ReturnType<typeof setInterval> }>();

function listen(everyMs: number, listener: () => void): () => void {
  const beat = beats.get(everyMs) ?? start(everyMs);
  beat.listeners.add(listener);
  return () => {
    beat.listeners.delete(listener);
    if (beat.listeners.size > 0) return;
    clearInterval(beat.timer);
    beats.delete(everyMs);
  };
}

function start(everyMs: number) {
  const listeners = new Set<() => void>();
  const timer = setInterval(() => {
    for (const listener of listeners) listener();
  }, everyMs);
  const beat = { listeners, timer };
  beats.set(everyMs, beat);
  return beat;
}

/** The time, renewed at a beat; without a beat it stands still at the first render. */
export function useNow(everyMs: number | undefined): number {
  const [first] = useState(Date.now);
  const subscribe = useCallback(
    (listener: () => void) => (everyMs === undefined ? () => {} : listen(everyMs, listener)),
    [everyMs],
  );
  const read = () => (everyMs === undefined ? first : Math.floor(Date.now() / everyMs) * everyMs);
  return useSyncExternalStore(subscribe, read);
}
