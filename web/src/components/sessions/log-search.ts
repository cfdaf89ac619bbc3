import { plainOutput } from "./ansi-text.ts";
import type { Block } from "./session-block.ts";

const textOfInput = (input: unknown): string => (input === undefined ? "" : JSON.stringify(input));

/** The words of a row, as somebody would look for them. */
function wordsOf(block: Block): string {
  switch (block.kind) {
    case "user":
    case "agent":
    case "note":
      return block.text;
    case "tool":
      return `${block.call.name} ${textOfInput(block.call.input)} ${block.outcome?.text ?? ""}`;
    case "git":
      return `${block.subject} ${block.branch} ${block.commitSha} ${block.url}`;
    case "result":
      return `${block.result.message} ${block.result.results}`;
    case "restart":
      return "";
  }
}

/** Rows in which the words occur, by their place; neither case nor colours matter. */
export function searchBlocks(blocks: readonly Block[], query: string): number[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === "") return [];
  return blocks.flatMap((block, index) => {
    const words = wordsOf(block);
    const text = words.includes("\u001b") ? plainOutput(words) : words;
    return text.toLowerCase().includes(wanted) ? [index] : [];
  });
}

/** The match to go to from a row: the next one down or up, around the ends. */
export function nextMatch(matches: readonly number[], from: number, step: 1 | -1): number | undefined {
  if (matches.length === 0) return undefined;
  if (step === 1) return matches.find((index) => index > from) ?? matches[0];
  return matches.findLast((index) => index < from) ?? matches.at(-1);
}

export interface TextPart {
  text: string;
  isMatch: boolean;
}

/** A text cut where the words occur, for marking them. */
export function matchParts(text: string, query: string): TextPart[] {
  const wanted = query.trim().toLowerCase();
  const lower = text.toLowerCase();
  // Some letters change their length in lower case, and then places no longer fit.
  if (wanted === "" || lower.length !== text.length) return [{ text, isMatch: false }];
  const parts: TextPart[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), isMatch: false });
    parts.push({ text: text.slice(at, at + wanted.length), isMatch: true });
    from = at + wanted.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), isMatch: false });
  return parts;
}
