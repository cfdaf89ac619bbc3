import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useDeferredValue, useEffect, useMemo, useRef } from "react";
import { Conversation, TailButton } from "./conversation.tsx";
import { LogBar } from "./log-bar.tsx";
import { nextMatch } from "./log-search.ts";
import { type Block, type BlockFilter, blockFilters, filterBlocks } from "./session-block.ts";
import type { LogView } from "./session-log.ts";
import { LogStateNote } from "./session-state.tsx";
import { useLogSearch } from "./use-log-search.ts";
import { useTail } from "./use-tail.ts";

interface ConversationViewProps {
  view: LogView;
  /** The event that the address names. */
  event: number | undefined;
  author: string;
  onRetry: () => void;
}

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

const countsOf = (blocks: readonly Block[]): Record<BlockFilter, number> => {
  const count = (filter: BlockFilter): number => filterBlocks(blocks, filter).length;
  return { all: blocks.length, tools: count("tools"), edits: count("edits"), errors: count("errors") };
};

/** The conversation of a session with what finds one's way in it. */
export function ConversationView({ view, event, author, onRetry }: ConversationViewProps) {
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
  return (
    <section aria-label="Conversation" className="min-w-0">
      <div className="sticky top-0 z-10 -mx-4 border-b border-line bg-bg px-4 py-2 max-md:top-13 md:-mx-6 md:px-6 xl:mx-0 xl:px-0">
        <LogBar
          filter={filter}
          onFilter={(next) => change({ types: next === "all" ? undefined : next, errors: undefined })}
          counts={counts}
          query={query}
          onQuery={(q) => change({ q: q || undefined })}
          matches={matches.length}
          match={place === -1 ? 0 : matches.indexOf(place) + 1}
          onStep={step}
        />
        <LogStateNote state={view.state} loaded={view.loaded} onRetry={onRetry} />
      </div>
      <div className="pt-5 pb-20">
        {rows.length === 0 && <NothingYet view={view} filter={filter} />}
        <Conversation {...{ view, rows, event, query, author, tail }} key={filter} />
      </div>
      <TailButton tail={tail} />
    </section>
  );
}

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
