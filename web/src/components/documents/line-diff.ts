type DiffSign = " " | "+" | "-";

/** A line of a diff with its numbers on either side; `marks` are the changed stretch within it. */
export interface DiffLine {
  sign: DiffSign;
  text: string;
  before?: number;
  after?: number;
  /** From and to, in characters: what differs from the line it replaces. */
  changed?: readonly [number, number];
}

/** Above this many pairs of lines a middle is shown as replaced whole: exactness would cost seconds. */
const MAX_PAIRS = 1_000_000;

const linesOf = (text: string): string[] => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));

/** Longest common subsequence of two lists of lines, as pairs of places. */
function commonLines(before: readonly string[], after: readonly string[]): [number, number][] {
  if (before.length * after.length > MAX_PAIRS) return [];
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  const length = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        before[i] === after[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < before.length && j < after.length; ) {
    if (before[i] === after[j]) pairs.push([i++, j++]);
    else if (length(i + 1, j) >= length(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

/** Marks what differs between lines that replace each other, one by one. */
export function markChanges(lines: DiffLine[]): DiffLine[] {
  for (let start = 0; start < lines.length; start++) {
    if (lines[start]?.sign !== "-") continue;
    let middle = start;
    while (lines[middle]?.sign === "-") middle++;
    let end = middle;
    while (lines[end]?.sign === "+") end++;
    if (end - middle === middle - start)
      for (let offset = 0; offset < middle - start; offset++) markPair(lines[start + offset], lines[middle + offset]);
    start = Math.max(start, end - 1);
  }
  return lines;
}

function markPair(before: DiffLine | undefined, after: DiffLine | undefined): void {
  if (before === undefined || after === undefined) return;
  const shorter = Math.min(before.text.length, after.text.length);
  let head = 0;
  while (head < shorter && before.text[head] === after.text[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.text.at(-1 - tail) === after.text.at(-1 - tail)) tail++;
  // Lines with next to nothing in common are two lines, and marking all of them says nothing.
  if (head + tail < shorter * 0.3) return;
  before.changed = [head, before.text.length - tail];
  after.changed = [head, after.text.length - tail];
}

/** How one text becomes the other, line by line. */
export function diffTexts(before: string, after: string): DiffLine[] {
  const old = linesOf(before);
  const now = linesOf(after);
  let head = 0;
  while (head < Math.min(old.length, now.length) && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const middle = commonLines(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
  const pairs: [number, number][] = [
    ...old.slice(0, head).map((_, index): [number, number] => [index, index]),
    ...middle.map(([i, j]): [number, number] => [i + head, j + head]),
    ...old
      .slice(old.length - tail)
      .map((_, index): [number, number] => [old.length - tail + index, now.length - tail + index]),
    [old.length, now.length],
  ];
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  for (const [toOld, toNow] of pairs) {
    for (; i < toOld; i++) lines.push({ sign: "-", text: old[i] ?? "", before: i + 1 });
    for (; j < toNow; j++) lines.push({ sign: "+", text: now[j] ?? "", after: j + 1 });
    if (toOld < old.length) lines.push({ sign: " ", text: old[i] ?? "", before: ++i, after: ++j });
  }
  return markChanges(lines);
}

export const diffCounts = (lines: readonly DiffLine[]): { added: number; removed: number } => ({
  added: lines.filter(({ sign }) => sign === "+").length,
  removed: lines.filter(({ sign }) => sign === "-").length,
});
