import { memo } from "react";
import { showHidden } from "./hidden-text.ts";
import { MarkedText } from "./marked-text.tsx";
import { type Inline, inlineParts, messageParts } from "./message-parts.ts";

function InlinePart({ part: { kind, text }, query }: { part: Inline; query: string }) {
  const words = <MarkedText text={text} query={query} />;
  if (kind === "code") return <code className="rounded-1 bg-code px-1.25 py-px text-[0.92em]">{words}</code>;
  return kind === "strong" ? <strong className="font-semibold">{words}</strong> : words;
}

/** What somebody said, as text: code stands out, and nothing in it can act. */
export const MessageText = memo(function MessageText({ text, query }: { text: string; query: string }) {
  return messageParts(showHidden(text)).map((part, index) =>
    part.kind === "code" ? (
      <pre
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
        key={index}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        tabIndex={0}
        className="overflow-x-auto rounded-2 border border-line bg-sunken px-3.5 py-2.5 text-12 leading-[1.6]"
      >
        <MarkedText text={part.text} query={query} />
      </pre>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
      <p key={index} className="max-w-[72ch] leading-[1.6] [overflow-wrap:anywhere] whitespace-pre-wrap">
        {inlineParts(part.text).map((inline, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
          <InlinePart key={place} part={inline} query={query} />
        ))}
      </p>
    ),
  );
});
