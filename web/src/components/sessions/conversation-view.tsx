import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useCallback, useDeferredValue, useEffect, useMemo, useRef } from "react";
import { Conversation, TailButton } from "./conversation.tsx";
import type { LogBarProps } from "./log-bar.tsx";
import { nextMatch } from "./log-search.ts";
import { type Block, type BlockFilter, blockFilters, filterBlocks, isEdit, isErrorBlock } from "./session-block.ts";
import type { LogView } from "./session-log.ts";
import { useLogSearch } from "./use-log-search.ts";
import { useTail } from "./use-tail.ts";

/** What the address says about the conversation. */
function useLogAddress() {
  const search = useSearch({ from: "/projects/$project/sessions/$session" });
  const navigate = useNavigate();
  const change = useCallback(
    (next: Record<string, string | undefined>) =>
      void navigate({ to: ".", search: (before) => ({ ...before, ...next }), replace: true, resetScroll: false }),
    [navigate],
  );
  const asked = search.errors === undefined ? search.types : "errors";
  const filter = blockFilters.find((one) => one === asked) ?? "all";
  return { filter, query: search.q ?? "", change };
}

/** The rows to show. While a log grows fast, counting all of it waits until there is time. */
function useRows(view: LogView, filter: BlockFilter) {
  const rows = useMemo(() => filterBlocks(view.blocks, filter), [view, filter]);
  const calm = useDeferredValue(view);
  const counts = useMemo(() => countsOf(calm.blocks), [calm]);
  return { rows, counts };
}

function countsOf(blocks: readonly Block[]): Record<BlockFilter, number> {
  const counts = { all: blocks.length, tools: 0, edits: 0, errors: 0 };
  for (const block of blocks) {
    if (block.kind === "tool") counts.tools++;
    if (isEdit(block)) counts.edits++;
    if (isErrorBlock(block)) counts.errors++;
  }
  return counts;
}

/** What is shown of a conversation and where the reader is in it. */
export function useConversation(view: LogView, event: number | undefined) {
  const { filter, query, change } = useLogAddress();
  const { rows, counts } = useRows(view, filter);
  const tail = useTail(event === undefined);
  useArrivals(view, tail.change);
  const matches = useLogSearch(rows, view, query);
  const place = event === undefined ? -1 : rows.findIndex(({ seq }) => seq === event);
  const step = (direction: 1 | -1): void => {
    const from = place === -1 ? (direction === 1 ? -1 : rows.length) : place;
    const row = rows[nextMatch(matches, from, direction) ?? -1];
    if (row !== undefined) change({ event: String(Math.ceil(row.seq)) });
  };
  const bar: LogBarProps = {
    ...{ filter, counts, query, matches: matches.length, onStep: step },
    onFilter: (next) => change({ types: next === "all" ? undefined : next, errors: undefined }),
    onQuery: (q) => change({ q: q || undefined }),
    match: place === -1 ? 0 : matches.indexOf(place) + 1,
  };
  return { rows, tail, query, filter, bar };
}

interface ConversationViewProps extends Omit<ReturnType<typeof useConversation>, "bar"> {
  view: LogView;
  /** The event that the address names. */
  event: number | undefined;
  author: string;
  /** What is to be said at its end, where the reader arrives. */
  children: ReactNode;
}

/** The conversation of a session, and the way to its end. */
export const ConversationView = ({
  view,
  event,
  author,
  rows,
  tail,
  query,
  filter,
  children,
}: ConversationViewProps) => (
  <div className="min-w-0 pb-20">
    {rows.length === 0 && <NothingYet view={view} filter={filter} />}
    <Conversation {...{ view, rows, event, query, author, tail }} key={filter} />
    <div className="md:ml-9">{children}</div>
    <TailButton tail={tail} />
  </div>
);

function NothingYet({ view, filter }: { view: LogView; filter: BlockFilter }) {
  if (view.state.kind === "loading") return <p className="text-13 text-ink-3">Reading the conversation…</p>;
  if (view.state.kind === "failed") return null;
  const words =
    filter !== "all" && view.blocks.length > 0
      ? { all: "", tools: "No tool was called.", edits: "No file was edited.", errors: "No errors." }[filter]
      : view.state.kind === "ended"
        ? "This session left no conversation: its log is gone, or it ended before it said anything."
        : "Nothing was said yet. The conversation appears here as it happens.";
  return <p className="text-13 text-ink-2">{words}</p>;
}

/** Tells the tail how many events came since it last looked. */
function useArrivals(view: LogView, change: ReturnType<typeof useTail>["change"]): void {
  const last = useRef(0);
  useEffect(() => {
    const count = view.lastSeq - last.current;
    // What is there when the page opens did not arrive.
    if (last.current > 0 && count > 0) change({ kind: "arrived", count });
    last.current = view.lastSeq;
  }, [view, change]);
}
