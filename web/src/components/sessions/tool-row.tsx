import {
  Bot,
  Check,
  ChevronDown,
  ChevronRight,
  FileText,
  Globe,
  ListTodo,
  type LucideIcon,
  Pencil,
  Search,
  SquareTerminal,
  Wrench,
  X,
} from "lucide-react";
import { memo } from "react";
import { diffCounts, diffTexts } from "#web/components/documents/line-diff.ts";
import { cx } from "#web/components/ui/class-names.ts";
import { durationText } from "#web/format.ts";
import { showHidden } from "./hidden-text.ts";
import { MarkedText } from "./marked-text.tsx";
import type { ToolBlock } from "./session-block.ts";
import { ToolDetails } from "./tool-details.tsx";
import { toolReplacements, toolTarget } from "./tool-line.ts";

const icons: Record<string, LucideIcon> = {
  ...{ Bash: SquareTerminal, Read: FileText, NotebookRead: FileText, Grep: Search, Glob: Search },
  ...{ Edit: Pencil, Write: Pencil, MultiEdit: Pencil, NotebookEdit: Pencil, Task: Bot, Agent: Bot },
  ...{ TodoWrite: ListTodo, WebFetch: Globe, WebSearch: Globe },
};

/** Lines above which counting changes would be felt while scrolling. */
const MAX_COUNTED = 20_000;

function ChangeCounts({ block }: { block: ToolBlock }) {
  const changes = toolReplacements(block.call);
  const size = changes.reduce((sum, { before, after }) => sum + before.length + after.length, 0);
  if (changes.length === 0 || size > MAX_COUNTED) return null;
  const counts = diffCounts(changes.flatMap(({ before, after }) => diffTexts(before, after)));
  return (
    <span className="flex-none font-mono text-12">
      <span className="text-ok-text">+{counts.added}</span> <span className="text-fail-text">−{counts.removed}</span>
    </span>
  );
}

function Outcome({ block: { outcome }, isLive }: { block: ToolBlock; isLive: boolean }) {
  if (outcome === undefined) return <span className="flex-none text-ink-3">{isLive ? "running" : "no result"}</span>;
  const Icon = outcome.isError ? X : Check;
  return (
    <>
      <Icon aria-hidden className={cx("size-3.5 stroke-[2.25]", outcome.isError ? "text-fail-text" : "text-ok-text")} />
      <span className={outcome.isError ? "flex-none text-fail-text" : "sr-only"}>
        {outcome.isError ? "failed" : "succeeded"}
      </span>
    </>
  );
}

interface ToolRowProps {
  block: ToolBlock;
  isOpen: boolean;
  /** Whether the session goes on, so that a result may still come. */
  isLive: boolean;
  query: string;
  onToggle: (seq: number) => void;
}

/** A tool call in one line: disclosure, icon, name, target, duration, outcome. Opens in place. */
export const ToolRow = memo(function ToolRow({ block, isOpen, isLive, query, onToggle }: ToolRowProps) {
  const { call, outcome, at, seq } = block;
  const Icon = icons[call.name] ?? Wrench;
  const Disclosure = isOpen ? ChevronDown : ChevronRight;
  const { text, isCode } = toolTarget(call);
  const line = showHidden(text.split("\n")[0] ?? "");
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => onToggle(seq)}
        className={cx(
          "flex h-7.5 w-full items-center gap-2 px-2.5 text-left text-12 text-ink-2 hover:bg-hover focus-visible:relative [&_svg]:size-3.5",
          isOpen && "bg-sunken",
        )}
      >
        <Disclosure aria-hidden className="text-ink-3" />
        <Icon aria-hidden className="text-ink-3" />
        <span className="flex-none font-medium text-ink">{showHidden(call.name)}</span>
        <span className={cx("truncate-words", isCode && "font-mono")}>
          <MarkedText text={line} query={query} />
        </span>
        <ChangeCounts block={block} />
        <span className="ml-auto flex-none text-ink-3 max-sm:hidden">
          {outcome === undefined ? "" : durationText(Math.max(0, outcome.at - at))}
        </span>
        <Outcome block={block} isLive={isLive} />
      </button>
      {isOpen && <ToolDetails block={block} query={query} />}
    </>
  );
});
