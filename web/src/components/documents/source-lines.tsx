import { type MouseEvent, useEffect, useMemo, useState } from "react";
import { showHidden } from "#web/components/sessions/hidden-text.ts";
import { Button } from "#web/components/ui/button.tsx";
import { cx } from "#web/components/ui/class-names.ts";
import { Scroller } from "#web/components/ui/scroller.tsx";
import { plural } from "#web/format.ts";
import "./document-extras.css";

/** More rows than a page draws without a pause; the rest comes when asked for. */
const FIRST = 3_000;

interface SourceLinesProps {
  text: string;
  path: string;
  marked: readonly [number, number] | undefined;
  /** A line was picked; with Shift, everything from the picked line to this one. */
  onMark: (lines: readonly [number, number]) => void;
}

/** A file as it is, with numbers that link to their lines. */
export function SourceLines({ text, path, marked, onMark }: SourceLinesProps) {
  const lines = useMemo(() => showHidden(text).replace(/\n$/, "").split("\n"), [text]);
  const [isWhole, setWhole] = useState((marked?.[1] ?? 0) > FIRST);
  const first = marked?.[0];
  useEffect(() => {
    if (first !== undefined) document.getElementById(`L${first}`)?.scrollIntoView({ block: "center" });
  }, [first]);
  const pick = (event: MouseEvent, line: number): void => {
    event.preventDefault();
    const from = event.shiftKey ? (first ?? line) : line;
    onMark(from <= line ? [from, line] : [line, from]);
  };
  const shown = isWhole ? lines : lines.slice(0, FIRST);
  return (
    <>
      <Scroller
        label={`Source of ${path}`}
        className="overflow-x-auto rounded-2 border border-line bg-surface py-2 font-mono text-12 leading-6 print:border-0"
      >
        {shown.map((line, index) => {
          const number = index + 1;
          const isMarked = marked !== undefined && number >= marked[0] && number <= marked[1];
          return (
            <div key={number} className={cx("source-line flex w-max min-w-full", isMarked && "bg-accent-soft")}>
              <a
                id={`L${number}`}
                href={`#L${number}`}
                onClick={(event) => pick(event, number)}
                {...(isMarked ? { "aria-current": "true" as const } : {})}
                className="w-14 flex-none pr-3 text-right text-11 leading-6 text-ink-3 select-none hover:text-ink hover:underline"
              >
                {number}
              </a>
              <span className="pr-4 whitespace-pre">{line}</span>
            </div>
          );
        })}
      </Scroller>
      {shown.length < lines.length && (
        <Button className="mt-3" onClick={() => setWhole(true)}>
          Show {plural(lines.length - shown.length, "more line")}
        </Button>
      )}
    </>
  );
}
