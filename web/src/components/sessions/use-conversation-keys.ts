import { useShortcuts } from "#web/shortcuts.ts";
import { type Block, isErrorBlock } from "./session-block.ts";

interface ConversationKeys {
  rows: readonly Block[];
  /** The row that is selected, or -1. */
  at: number;
  goTo: (index: number) => void;
  toggle: (seq: number) => void;
  closeAll: () => void;
  toEnd: () => void;
}

/** Rows at which something begins: what was said, and how it ended. */
const isTurn = ({ kind }: Block): boolean =>
  kind === "user" || kind === "agent" || kind === "result" || kind === "restart";

/** The next row of a kind, down or up from a place; undefined at either end. */
function nextRow(rows: readonly Block[], at: number, step: 1 | -1, wanted: (row: Block) => boolean) {
  const start = at === -1 ? (step === 1 ? 0 : rows.length - 1) : at + step;
  for (let index = start; index >= 0 && index < rows.length; index += step) {
    const row = rows[index];
    if (row !== undefined && wanted(row)) return index;
  }
  return undefined;
}

/** j and k go from turn to turn, e and E from error to error, o opens, x closes all, G goes to the end. */
export function useConversationKeys({ rows, at, goTo, toggle, closeAll, toEnd }: ConversationKeys): void {
  const go = (step: 1 | -1, wanted: (row: Block) => boolean) => () => {
    const index = nextRow(rows, at, step, wanted);
    if (index !== undefined) goTo(index);
  };
  const open = (): void => {
    const row = rows[at];
    if (row?.kind === "tool") toggle(row.seq);
  };
  useShortcuts({
    ...{ j: go(1, isTurn), k: go(-1, isTurn), e: go(1, isErrorBlock), E: go(-1, isErrorBlock) },
    ...{ o: open, x: closeAll, G: toEnd },
  });
}
