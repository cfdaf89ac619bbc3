import { defaultRangeExtractor, type Range, useWindowVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";
import { isFixed, rowSize } from "./row-size.ts";
import { type Block, rowOfEvent } from "./session-block.ts";
import type { TailControl } from "./use-tail.ts";

interface RowWindowOptions {
  rows: readonly Block[];
  /** Changes when rows were put before the others. */
  epoch: number;
  isOpen: (seq: number) => boolean;
  wasOpen: (seq: number) => boolean;
  /** The row that has the focus, which must not vanish while it is out of sight. */
  focused: number;
  list: RefObject<HTMLElement | null>;
  tail: TailControl;
}

/** Only the rows in sight, wherever the page stands; what is read stays in place when rows come or change their size. */
export function useRowWindow({ rows, epoch, isOpen, wasOpen, focused, list, tail }: RowWindowOptions) {
  const margin = useListTop(list, tail);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => {
      const row = rows[index];
      return row === undefined ? 0 : rowSize(row, isOpen(row.seq), rows[index + 1]?.kind !== "tool");
    },
    // A new function would make all places be counted anew.
    getItemKey: useCallback((index: number) => rows[index]?.seq ?? index, [rows]),
    overscan: 10,
    scrollMargin: margin,
    // What stays at the top of the page must not cover the row one goes to.
    scrollPaddingStart: 240,
    rangeExtractor: useCallback(
      (range: Range) => {
        const indexes = defaultRangeExtractor(range);
        return focused < 0 || focused >= range.count || indexes.includes(focused)
          ? indexes
          : [...indexes, focused].toSorted((a, b) => a - b);
      },
      [focused],
    ),
  });
  useAnchor(virtualizer, rows, epoch, tail);
  const size = virtualizer.getTotalSize();
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever it grows, the end is elsewhere
  useLayoutEffect(() => {
    if (tail.current().isFollowing && rows.length > 0) tail.pin();
  }, [size, rows.length, tail.pin, tail.current]);
  const measure = (index: number) => {
    const row = rows[index];
    return row === undefined || isFixed(row, wasOpen(row.seq)) ? undefined : virtualizer.measureElement;
  };
  return { virtualizer, margin, size, measure };
}

/** Where the list begins on the page. What stands above it moves the end, too, and whoever is there goes with it. */
function useListTop(list: RefObject<HTMLElement | null>, { current, pin }: TailControl): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const look = (): void => {
      const box = list.current?.getBoundingClientRect();
      if (box !== undefined) setTop(Math.round(box.top + window.scrollY));
      if (current().isFollowing) pin();
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [list, current, pin]);
  return top;
}

type Virtualizer = ReturnType<typeof useWindowVirtualizer<Element>>;

/** Keeps the first row in sight where it is when earlier rows come. */
function useAnchor(virtualizer: Virtualizer, rows: readonly Block[], epoch: number, tail: TailControl): void {
  const anchor = useRef<{ seq: number; offset: number; epoch: number } | undefined>(undefined);
  useLayoutEffect(() => {
    const before = anchor.current;
    if (before !== undefined && before.epoch !== epoch && !tail.current().isFollowing) {
      const start = virtualizer.measurementsCache[rowOfEvent(rows, before.seq)]?.start;
      if (start !== undefined) {
        window.scrollTo({ top: start + before.offset, behavior: "instant" });
        tail.ours();
      }
    }
    const first = virtualizer.getVirtualItems().find(({ end }) => end > window.scrollY);
    const row = first === undefined ? undefined : rows[first.index];
    if (first !== undefined && row !== undefined)
      anchor.current = { seq: row.seq, offset: window.scrollY - first.start, epoch };
  });
}
