import { ArrowDown } from "lucide-react";
import { type CSSProperties, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { cx } from "#web/components/ui/class-names.ts";
import { plural } from "#web/format.ts";
import { ConversationRow } from "./conversation-row.tsx";
import { isFixed, rowSize } from "./row-size.ts";
import { type Block, rowOfEvent } from "./session-block.ts";
import type { LogView } from "./session-log.ts";
import { useConversationKeys } from "./use-conversation-keys.ts";
import { useRowWindow } from "./use-row-window.ts";
import type { TailControl } from "./use-tail.ts";

interface ConversationProps {
  view: LogView;
  rows: readonly Block[];
  /** The event that the address names. */
  event: number | undefined;
  query: string;
  author: string;
  tail: TailControl;
}

function useOpenRows() {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const ever = useRef(new Set<number>());
  for (const seq of open) ever.current.add(seq);
  const wasOpen = useCallback((seq: number) => ever.current.has(seq), []);
  const toggle = useCallback(
    (seq: number) =>
      setOpen((before) => {
        const next = new Set(before);
        if (!next.delete(seq)) next.add(seq);
        return next;
      }),
    [],
  );
  const show = useCallback(
    (seq: number) => setOpen((before) => (before.has(seq) ? before : new Set(before).add(seq))),
    [],
  );
  const closeAll = useCallback(() => setOpen(new Set()), []);
  return { open, wasOpen, toggle, show, closeAll };
}

const joinsOf = (rows: readonly Block[], index: number) => {
  const isTool = (at: number): boolean => rows[at]?.kind === "tool";
  return { above: isTool(index) && isTool(index - 1), below: isTool(index) && isTool(index + 1) };
};

interface GoToOptions {
  rows: readonly Block[];
  isOpen: (seq: number) => boolean;
  list: RefObject<HTMLElement | null>;
  tail: TailControl;
  scrollTo: (index: number, options: { align: "start" | "center" }) => void;
  onGo: (seq: number) => void;
}

/** Selects a row, brings it into sight and gives it the focus, unless somebody is typing elsewhere. */
function useGoTo({ rows, isOpen, list, tail, scrollTo, onGo }: GoToOptions): (index: number) => void {
  return useCallback(
    (index) => {
      const row = rows[index];
      if (row === undefined) return;
      tail.change({ kind: "left" });
      onGo(row.seq);
      // The beginning of a tall row says more than its middle.
      const isTall = rowSize(row, isOpen(row.seq), false) > window.innerHeight / 3;
      scrollTo(index, { align: isTall ? "start" : "center" });
      requestAnimationFrame(() => {
        tail.ours();
        if (document.activeElement instanceof HTMLInputElement) return;
        list.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true });
      });
    },
    [rows, tail, isOpen, list, scrollTo, onGo],
  );
}

/** The rows of a session, of which only those in sight exist. */
export function Conversation({ view, rows, event, query, author, tail }: ConversationProps) {
  const list = useRef<HTMLOListElement>(null);
  const { open, wasOpen, toggle, show, closeAll } = useOpenRows();
  const [selected, setSelected] = useState<number | undefined>(event);
  const at = selected === undefined || rows.length === 0 ? -1 : rowOfEvent(rows, selected);
  const isOpen = useCallback((seq: number) => open.has(seq), [open]);
  const { virtualizer, margin, size, measure } = useRowWindow({
    rows,
    epoch: view.epoch,
    wasOpen,
    isOpen,
    focused: at,
    list,
    tail,
  });
  const isLive = view.state.kind !== "ended";

  const goTo = useGoTo({ rows, isOpen, list, tail, scrollTo: virtualizer.scrollToIndex, onGo: setSelected });
  useNamedEvent({ event, rows, isLoaded: view.lastSeq > 0, goTo, show });
  useConversationKeys({ rows, at, goTo, toggle, closeAll, toEnd: tail.jump });

  const items = virtualizer.getVirtualItems();
  const style = useMemo((): CSSProperties => ({ height: size }), [size]);
  return (
    <div role="log" aria-live="off" aria-label="Conversation" className="relative min-w-0">
      <ol ref={list} className="relative" style={style}>
        {items.map(({ index, key, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const joins = joinsOf(rows, index);
          const fixed = isFixed(row, wasOpen(row.seq));
          return (
            <li
              key={key}
              ref={measure(index)}
              data-index={index}
              tabIndex={-1}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              style={{
                transform: `translateY(${start - margin}px)`,
                ...(fixed && { height: rowSize(row, false, !joins.below) }),
              }}
              className={cx(
                "turn absolute top-0 left-0 w-full",
                isLive && index === rows.length - 1 && "turn-moving",
                index === at && "turn-selected",
              )}
            >
              <ConversationRow
                {...{ block: row, isOpen: open.has(row.seq), isLive, query, author, onToggle: toggle }}
                joinsAbove={joins.above}
                joinsBelow={joins.below}
                isTight={row.kind === "note" && rows[index + 1]?.kind === "note"}
              />
            </li>
          );
        })}
      </ol>
    </div>
  );
}

interface NamedEventOptions {
  event: number | undefined;
  rows: readonly Block[];
  isLoaded: boolean;
  goTo: (index: number) => void;
  show: (seq: number) => void;
}

/** Goes to the event that the address names, each time it names another one. */
function useNamedEvent({ event, rows, isLoaded, goTo, show }: NamedEventOptions): void {
  const gone = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (event === undefined || !isLoaded || gone.current === event) return;
    gone.current = event;
    const index = rowOfEvent(rows, event);
    const row = rows[index];
    if (row?.kind === "tool") show(row.seq);
    goTo(index);
  }, [event, isLoaded, rows, goTo, show]);
}

/** What came while the reader was elsewhere, and the way there. */
export function TailButton({ tail }: { tail: TailControl }) {
  const { isFollowing, unseen } = tail.tail;
  if (isFollowing) return null;
  const words = unseen === 0 ? "Jump to latest" : `${plural(unseen, "new event")}`;
  return (
    <button
      type="button"
      onClick={tail.jump}
      className="fixed bottom-6 left-1/2 z-10 inline-flex h-9 -translate-x-1/2 items-center gap-1.5 rounded-full border border-accent-line bg-surface pr-3.5 pl-2.5 text-13 font-medium text-accent-text shadow-2 focus-visible:rounded-full"
    >
      <ArrowDown aria-hidden />
      {words}
    </button>
  );
}
