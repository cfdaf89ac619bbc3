import { useMemo, useState } from "react";
import { cx } from "#web/components/ui/class-names.ts";
import { Scroller } from "#web/components/ui/scroller.tsx";
import { ansiSpans } from "./ansi-text.ts";
import { MarkedText } from "./marked-text.tsx";

/** Lines shown at either end of a long output before somebody asks for all of it. */
const END_LINES = 200;

/** The first and last lines of a text, and how many lie between. */
function foldedLines(text: string): { head: string; hidden: number; tail: string } {
  const lines = text.replace(/\n$/, "").split("\n");
  const hidden = lines.length - 2 * END_LINES;
  if (hidden <= 0) return { head: text, hidden: 0, tail: "" };
  return { head: lines.slice(0, END_LINES).join("\n"), hidden, tail: lines.slice(-END_LINES).join("\n") };
}

function Output({ text, query, label }: { text: string; query: string; label: string }) {
  const spans = useMemo(() => ansiSpans(text), [text]);
  return (
    <Scroller label={label} className="max-h-[70vh] px-3.5 py-2.5">
      <pre className="text-12 leading-[1.6]">
        {spans.map(({ text: part, classes }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place
          <span key={index} className={cx(classes)}>
            <MarkedText text={part} query={query} />
          </span>
        ))}
      </pre>
    </Scroller>
  );
}

/** What a command printed, in colours that both themes have; folded in the middle when long. */
export function ShellOutput({ text, query, isError }: { text: string; query: string; isError: boolean }) {
  const [isWhole, setWhole] = useState(false);
  const { head, hidden, tail } = useMemo(() => foldedLines(text), [text]);
  const isFolded = hidden > 0 && !isWhole;
  const label = isError ? "Error output" : "Output";
  if (text.trim() === "") return <p className="px-3.5 py-2 text-12 text-ink-3">It printed nothing.</p>;
  return (
    <div className={cx("bg-sunken", isError && "text-fail-text")}>
      <Output text={isFolded ? head : text} query={query} label={label} />
      {isFolded && (
        <>
          <button
            type="button"
            onClick={() => setWhole(true)}
            className="block w-full border-y border-line bg-surface px-3.5 py-1.5 text-left text-12 text-accent-text hover:bg-hover"
          >
            Show {hidden.toLocaleString("en")} more lines
          </button>
          <Output text={tail} query={query} label={`${label}, its end`} />
        </>
      )}
    </div>
  );
}
