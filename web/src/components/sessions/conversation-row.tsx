import { Link } from "@tanstack/react-router";
import { Bot, CircleAlert, Flag, GitCommitHorizontal, RotateCcw, User } from "lucide-react";
import { memo, type ReactNode } from "react";
import { cx } from "#web/components/ui/class-names.ts";
import { LooseStamp, Stamp } from "#web/components/ui/stamp.tsx";
import { absoluteTime } from "#web/format.ts";
import { showHidden } from "./hidden-text.ts";
import { MarkedText } from "./marked-text.tsx";
import { MessageText } from "./message-text.tsx";
import { ResultRow } from "./result-row.tsx";
import type { Block } from "./session-block.ts";
import { ToolRow } from "./tool-row.tsx";

const clock = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });

/** When it was said, which is also the link to it. */
const EventLink = ({ seq, at }: { seq: number; at: number }) => (
  <Link
    to="."
    search={(before) => ({ ...before, event: String(Math.ceil(seq)) })}
    resetScroll={false}
    title={`Link to event ${Math.ceil(seq)} · ${absoluteTime(new Date(at))}`}
    className="inline-flex min-h-6 items-center rounded-1 text-12 text-ink-3 hover:text-ink hover:underline"
  >
    {clock.format(at)}
  </Link>
);

const Who = ({ children }: { children: ReactNode }) => (
  <span aria-hidden className="node border-[1.5px] border-line-2 text-ink-2">
    {children}
  </span>
);

const levels = { info: "text-ink-3", warning: "text-stale-text", error: "text-fail-text" };

function Note({ block, query }: { block: Block & { kind: "note" }; query: string }) {
  return (
    <p className={cx("flex items-baseline gap-2 text-12", levels[block.level])}>
      {block.level !== "info" && <CircleAlert aria-hidden className="size-3.5 translate-y-0.5" />}
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere] whitespace-pre-wrap">
        <MarkedText text={showHidden(block.text)} query={query} />
      </span>
      <EventLink seq={block.seq} at={block.at} />
    </p>
  );
}

const GitRow = ({ block, query }: { block: Block & { kind: "git" }; query: string }) => (
  <p className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 text-12 text-ink-2">
    <span>{block.pushed ? "Pushed" : "Committed, not pushed"}</span>
    {block.pushed ? <Stamp sha={block.commitSha} /> : <LooseStamp>{block.commitSha.slice(0, 7)}</LooseStamp>}
    <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
      <MarkedText text={showHidden(block.subject)} query={query} />
    </span>
    <EventLink seq={block.seq} at={block.at} />
  </p>
);

const Restart = ({ attempt }: { attempt: number }) => (
  <p className="rounded-2 border border-dashed border-line-2 px-3 py-2 text-12 text-ink-2">
    Session restarted (attempt {attempt}). The agent does not remember what stands above.
  </p>
);

export interface RowProps {
  block: Block;
  isOpen: boolean;
  isLive: boolean;
  /** Whether the neighbours are tool calls, too: together they make one box. */
  joinsAbove: boolean;
  joinsBelow: boolean;
  /** Whether the next row is small print like this one. */
  isTight: boolean;
  query: string;
  author: string;
  onToggle: (seq: number) => void;
}

const nodes: Record<Exclude<Block["kind"], "tool">, ReactNode> = {
  user: <User />,
  agent: <Bot />,
  note: null,
  git: <GitCommitHorizontal />,
  result: <Flag />,
  restart: <RotateCcw />,
};

/** A prompt of more characters is folded: what the agent does with it is what people came for. */
const LONG_PROMPT = 700;

type SpeechProps = Pick<RowProps, "query" | "author" | "isOpen" | "onToggle"> & {
  block: Block & { kind: "user" | "agent" };
};

function Speech({ block, query, author, isOpen, onToggle }: SpeechProps) {
  const isUser = block.kind === "user";
  const name = isUser ? author : (block.subagent ?? "Agent");
  const isLong = isUser && block.text.length > LONG_PROMPT;
  const isFolded = isLong && !isOpen && query === "";
  return (
    <div className={cx("grid min-w-0 gap-2", isUser && "rounded-3 border border-line bg-surface px-4 py-3")}>
      <p className="flex items-baseline gap-2 text-13">
        <span className="font-semibold">{name}</span>
        <EventLink seq={block.seq} at={block.at} />
      </p>
      <MessageText text={isFolded ? `${block.text.slice(0, LONG_PROMPT).trimEnd()} …` : block.text} query={query} />
      {isLong && query === "" && (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => onToggle(block.seq)}
          className="min-h-6 justify-self-start rounded-1 text-12 text-accent-text hover:underline"
        >
          {isOpen ? "Show less" : "Show the whole prompt"}
        </button>
      )}
    </div>
  );
}

function Content({ block, isOpen, isLive, joinsAbove, joinsBelow, query, author, onToggle }: RowProps) {
  switch (block.kind) {
    case "user":
    case "agent":
      return <Speech {...{ block, query, author, isOpen, onToggle }} />;
    case "tool":
      return (
        <div
          className={cx(
            "min-w-0 overflow-hidden border-x border-t border-line bg-surface",
            !joinsAbove && "rounded-t-2",
            !joinsBelow && "rounded-b-2 border-b",
          )}
        >
          <ToolRow {...{ block, isOpen, isLive, query, onToggle }} />
        </div>
      );
    case "note":
      return <Note block={block} query={query} />;
    case "git":
      return <GitRow block={block} query={query} />;
    case "result":
      return <ResultRow block={block} query={query} />;
    case "restart":
      return <Restart attempt={block.attempt} />;
  }
}

/** One row of a conversation, hung on its line. */
export const ConversationRow = memo(function ConversationRow(props: RowProps) {
  const { block, joinsBelow, isTight } = props;
  const node = block.kind === "tool" ? null : nodes[block.kind];
  return (
    <div
      className={cx(
        "grid grid-cols-[36px_minmax(0,1fr)] max-sm:grid-cols-[28px_minmax(0,1fr)]",
        !joinsBelow && (isTight ? "pb-1" : "pb-4"),
      )}
    >
      <span className="relative">{node !== null && <Who>{node}</Who>}</span>
      <Content {...props} />
    </div>
  );
});
