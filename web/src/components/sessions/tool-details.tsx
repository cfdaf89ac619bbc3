import { useMemo } from "react";
import { DiffLines } from "#web/components/documents/diff-lines.tsx";
import { diffTexts } from "#web/components/documents/line-diff.ts";
import { showHidden } from "./hidden-text.ts";
import type { ToolBlock, ToolCall } from "./session-block.ts";
import { ShellOutput } from "./shell-output.tsx";
import { type Replacement, toolReplacements, toolTarget } from "./tool-line.ts";

/** More lines than anybody reads in a conversation; the file itself is a click away. */
const MAX_LINES = 400;

function Change({ change, name }: { change: Replacement; name: string }) {
  const lines = useMemo(() => diffTexts(showHidden(change.before), showHidden(change.after)), [change]);
  const rest = lines.length - MAX_LINES;
  return (
    <>
      <DiffLines lines={lines.slice(0, MAX_LINES)} label={`Diff of ${name}`} />
      {rest > 0 && (
        <p className="px-3.5 py-1.5 text-12 text-ink-3">{rest.toLocaleString("en")} more lines are not shown here.</p>
      )}
    </>
  );
}

function Input({ call, query }: { call: ToolCall; query: string }) {
  const replacements = useMemo(() => toolReplacements(call), [call]);
  const name = toolTarget(call).text;
  if (replacements.length > 0)
    // biome-ignore lint/suspicious/noArrayIndexKey: a change is its place
    return replacements.map((change, index) => <Change key={index} change={change} name={name} />);
  if (call.name === "Bash" && name.includes("\n"))
    return <ShellOutput text={`$ ${name}`} query={query} isError={false} />;
  // What the line already says in full need not be said again.
  if (call.input === undefined || ["Bash", "Read", "Glob", "Grep"].includes(call.name)) return null;
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
      tabIndex={0}
      className="max-h-80 overflow-auto border-b border-line px-3.5 py-2.5 text-12 leading-[1.6] whitespace-pre-wrap"
    >
      {showHidden(JSON.stringify(call.input, null, 2))}
    </pre>
  );
}

/** What an open tool call shows: what it was asked, and what came of it. */
export function ToolDetails({ block, query }: { block: ToolBlock; query: string }) {
  const { call, outcome } = block;
  // A change speaks for itself; that it was written is told by its mark.
  const isQuiet = outcome !== undefined && !outcome.isError && toolReplacements(call).length > 0;
  return (
    <div className="min-w-0 border-t border-line">
      <Input call={call} query={query} />
      {outcome === undefined && <p className="px-3.5 py-2 text-12 text-ink-3">No result yet.</p>}
      {outcome !== undefined && !isQuiet && <ShellOutput text={outcome.text} query={query} isError={outcome.isError} />}
    </div>
  );
}
