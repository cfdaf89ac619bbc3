import { ChevronDown, ChevronUp, Search, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { IconButton } from "#web/components/ui/button.tsx";
import { cx } from "#web/components/ui/class-names.ts";
import { useShortcuts } from "#web/shortcuts.ts";
import { type BlockFilter, blockFilters } from "./session-block.ts";

const words: Record<BlockFilter, string> = { all: "All", tools: "Tools", edits: "Edits", errors: "Errors" };

export interface LogBarProps {
  filter: BlockFilter;
  onFilter: (filter: BlockFilter) => void;
  counts: Record<BlockFilter, number>;
  query: string;
  onQuery: (query: string) => void;
  matches: number;
  /** The match at which the reader is, from 1; 0 at none. */
  match: number;
  onStep: (step: 1 | -1) => void;
}

/** Which rows are shown, and a search through all of them; at the end, what else must stay in sight. */
export function LogBar({ filter, onFilter, counts, children, ...search }: LogBarProps & { children?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
      {/* biome-ignore lint/a11y/useSemanticElements: buttons that belong together, not fields of a form */}
      <div role="group" aria-label="Show" className="flex flex-wrap gap-0.5">
        {blockFilters.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === filter}
            onClick={() => onFilter(one)}
            className="inline-flex h-7 items-center gap-1.25 rounded-1 px-2 text-12 text-ink-2 hover:bg-hover aria-pressed:bg-press aria-pressed:text-ink"
          >
            {one === "errors" && counts.errors > 0 && <X aria-hidden className="size-3 text-fail-text" />}
            {words[one]} <span>{counts[one].toLocaleString("en")}</span>
          </button>
        ))}
      </div>
      <SearchField {...search} />
      {children}
    </div>
  );
}

type SearchFieldProps = Pick<LogBarProps, "query" | "onQuery" | "matches" | "match" | "onStep">;

function SearchField({ query, onQuery, matches, match, onStep }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const open = (): void => {
    field.current?.focus();
    field.current?.select();
  };
  // The browser's own search sees only the rows in sight.
  useShortcuts({ "mod+f": open, "/": open });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") onStep(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") {
      onQuery("");
      field.current?.blur();
    } else return;
    event.preventDefault();
  };
  return (
    <search
      className={cx(
        "ml-auto flex min-w-0 items-center gap-1 max-sm:flex-[1_1_10rem]",
        query !== "" && "max-sm:basis-full",
      )}
    >
      <span className="relative min-w-0 flex-1">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2 size-3.5 -translate-y-1/2 text-ink-3"
        />
        <input
          ref={field}
          type="search"
          aria-label="Search log"
          placeholder="Search log"
          value={query}
          onChange={(event) => onQuery(event.target.value)}
          onKeyDown={onKeyDown}
          className="h-7 w-full min-w-32 rounded-2 border border-control bg-surface pr-2 pl-7 text-12 max-md:h-9 max-md:text-16 [&::-webkit-search-cancel-button]:hidden"
        />
      </span>
      {query !== "" && (
        <>
          <span role="status" className="min-w-14 text-center text-12 whitespace-nowrap text-ink-2">
            {matches === 0 ? "No match" : `${match === 0 ? "–" : match} of ${matches.toLocaleString("en")}`}
          </span>
          <IconButton label="Previous match" size="sm" onClick={() => onStep(-1)}>
            <ChevronUp aria-hidden />
          </IconButton>
          <IconButton label="Next match" size="sm" onClick={() => onStep(1)}>
            <ChevronDown aria-hidden />
          </IconButton>
        </>
      )}
    </search>
  );
}
