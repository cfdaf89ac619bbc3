import type { Block } from "./session-block.ts";

/** A closed tool call: 30 px and its edge, so that it never needs to be measured. */
const TOOL_PX = 31;
/** The edge and the space below the last call of a box. */
const BOX_END_PX = 17;

/** About as many characters as fit on a line. */
const LINE = 90;
const lines = (text: string): number => Math.min(400, text.split("\n").length + Math.floor(text.length / LINE));

/** Whether a row is as high as it always is. One that was open once is measured from then on. */
export const isFixed = (block: Block, wasOpen: boolean): boolean => block.kind === "tool" && !wasOpen;

/** Rows never change, and counting their lines anew at every step of a long log would be felt. */
const guesses = new WeakMap<Block, number>();

function guess(block: Block): number {
  switch (block.kind) {
    case "user":
      return 90 + 22 * Math.min(12, lines(block.text));
    case "agent":
      return 44 + 22 * lines(block.text);
    case "note":
      return 6 + 17 * lines(block.text);
    case "result":
      return 60 + 22 * lines(block.result.results);
    case "git":
    case "restart":
    case "tool":
      return 52;
  }
}

/** How high a row will be, exactly for closed tool calls and nearly for others, until it is measured. */
export function rowSize(block: Block, isOpen: boolean, isBoxEnd: boolean): number {
  if (block.kind === "tool") return TOOL_PX + (isBoxEnd ? BOX_END_PX : 0) + (isOpen ? 240 : 0);
  const known = guesses.get(block);
  if (known !== undefined) return known;
  const size = guess(block);
  guesses.set(block, size);
  return size;
}
