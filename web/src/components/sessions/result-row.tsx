import { Mark } from "#web/components/ui/badge.tsx";
import { cx } from "#web/components/ui/class-names.ts";
import { costText, countText, durationText, plural } from "#web/format.ts";
import { MessageText } from "./message-text.tsx";
import type { ResultBlock } from "./session-block.ts";

const words = { completed: "Completed", failed: "Failed", stopped: "Stopped" };
const tones = { completed: "ok", failed: "fail", stopped: "neutral" } as const;

function facts({ result }: ResultBlock): string {
  const { durationMs, num_turns, usage, total_cost_usd } = result;
  return [
    total_cost_usd === undefined ? "" : costText(total_cost_usd),
    usage === undefined ? "" : `${countText(usage.input + usage.output)} tokens`,
    num_turns === undefined ? "" : plural(num_turns, "turn"),
    durationMs === undefined ? "" : durationText(durationMs),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** How it ended, in the agent's closing words. */
export const ResultRow = ({ block, query }: { block: ResultBlock; query: string }) => {
  const { outcome, message, results } = block.result;
  return (
    <div
      className={cx(
        "grid min-w-0 gap-2 rounded-3 border bg-surface px-4 py-3",
        outcome === "failed" ? "border-fail-line" : "border-line",
      )}
    >
      <p className="flex flex-wrap items-baseline gap-x-3 text-12 text-ink-3">
        <Mark tone={tones[outcome]}>{words[outcome]}</Mark>
        <span>{facts(block)}</span>
      </p>
      {message !== "" && <p className={cx("text-13", outcome === "failed" && "text-fail-text")}>{message}</p>}
      {results !== "" && results !== message && <MessageText text={results} query={query} />}
    </div>
  );
};
