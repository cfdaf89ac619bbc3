import { matchParts } from "./log-search.ts";

/** A text in which the words searched for are marked. */
export const MarkedText = ({ text, query }: { text: string; query: string }) => (
  <>
    {matchParts(text, query).map(({ text: part, isMatch }, index) =>
      isMatch ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
        <mark key={index} className="rounded-[2px] bg-stale-soft text-stale-text">
          {part}
        </mark>
      ) : (
        part
      ),
    )}
  </>
);
