import type { Block } from "./session-block.ts";

/** A closed tool call: 30 px and its edge, so that it never needs to be measured. */
export const TOOL_PX = 31;
/** The edge and the space below the last call of a box. */
export const BOX_END_PX = 17;

/** About as many characters as fit on a line. */
const LINE = 90;
const lines = (text: string): number => Math.min(400, text.split("\n").length + Math.floor(text.length / LINE));

export const isFixed = (block: Block, isOpen: boolean): boolean => block.kind === "tool" && !isOpen;

/** How high a row will be, exactly for closed tool calls and nearly for others, until it is measured. */
export function rowSize(block: Block, isOpen: boolean, isBoxEnd: boolean): number {
  switch (block.kind) {
    case "tool":
      return TOOL_PX + (isBoxEnd ? BOX_END_PX : 0) + (isOpen ? 240 : 0);
    case "user":
      return 70 + 22 * lines(block.text);
    case "agent":
      return 44 + 22 * lines(block.text);
    case "note":
      return 17 + 17 * lines(block.text);
    case "git":
      return 34;
    case "result":
      return 60 + 22 * lines(block.result.results);
    case "restart":
      return 52;
  }
}
