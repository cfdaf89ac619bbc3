export interface LineDiff {
  added: number;
  removed: number;
  /** Unified, without headers; cut at a whole line when it would be too long. */
  patch: string;
  truncated: boolean;
}

interface Edit {
  mark: " " | "+" | "-";
  line: string;
}

const CONTEXT = 3;
const MAX_CELLS = 4_000_000;
const MAX_PATCH = 20_000;

/** What turns one text into another, line by line. */
export function lineDiff(before: string, after: string): LineDiff {
  const edits = editsOf(linesOf(before), linesOf(after));
  const lines = hunks(edits);
  let patch = "";
  for (const line of lines) {
    if (patch.length + line.length >= MAX_PATCH) break;
    patch += `${line}\n`;
  }
  const count = (mark: string): number => edits.filter((edit) => edit.mark === mark).length;
  const truncated = patch.length < lines.reduce((sum, line) => sum + line.length + 1, 0);
  return { added: count("+"), removed: count("-"), patch, truncated };
}

const linesOf = (text: string): string[] => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));

function editsOf(before: readonly string[], after: readonly string[]): Edit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const isSameEnd = () => before[before.length - 1 - end] === after[after.length - 1 - end];
  while (end < before.length - start && end < after.length - start && isSameEnd()) end += 1;
  const same = (line: string): Edit => ({ mark: " ", line });
  return [
    ...before.slice(0, start).map(same),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

/** The longest common subsequence; for texts too large for it, everything out and everything in. */
function middle(before: readonly string[], after: readonly string[]): Edit[] {
  const [rows, columns] = [before.length, after.length];
  const out = (line: string): Edit => ({ mark: "-", line });
  const into = (line: string): Edit => ({ mark: "+", line });
  if (rows * columns > MAX_CELLS) return [...before.map(out), ...after.map(into)];
  const width = columns + 1;
  const common = new Uint32Array((rows + 1) * width);
  const at = (row: number, column: number): number => common[row * width + column] ?? 0;
  for (let row = rows - 1; row >= 0; row -= 1)
    for (let column = columns - 1; column >= 0; column -= 1)
      common[row * width + column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  const edits: Edit[] = [];
  let [row, column] = [0, 0];
  while (row < rows || column < columns) {
    const [old = "", fresh = ""] = [before[row], after[column]];
    if (row < rows && column < columns && old === fresh) {
      edits.push({ mark: " ", line: old });
      row += 1;
      column += 1;
    } else if (row < rows && (column === columns || at(row + 1, column) >= at(row, column + 1))) {
      edits.push(out(old));
      row += 1;
    } else {
      edits.push(into(fresh));
      column += 1;
    }
  }
  return edits;
}

/** Changes with a few lines around them; neighbours whose surroundings meet are one hunk. */
function hunks(edits: readonly Edit[]): string[] {
  const lines: string[] = [];
  let [old, fresh, open] = [1, 1, false];
  edits.forEach(({ mark, line }, index) => {
    const isNear = edits.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some((edit) => edit.mark !== " ");
    if (isNear && !open) lines.push(`@@ -${old} +${fresh} @@`);
    if (isNear) lines.push(mark + line);
    open = isNear;
    if (mark !== "+") old += 1;
    if (mark !== "-") fresh += 1;
  });
  return lines;
}
