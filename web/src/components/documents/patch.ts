import { type DiffLine, markChanges } from "./line-diff.ts";

/** One stretch of changes with the lines around it. */
export interface Hunk {
  header: string;
  lines: DiffLine[];
}

const HEADER = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** The hunks of a unified patch of one file, as git prints it. */
export function parsePatch(patch: string): Hunk[] {
  const hunks: Hunk[] = [];
  let [before, after] = [0, 0];
  for (const line of patch.replace(/\n$/, "").split("\n")) {
    const start = HEADER.exec(line);
    const hunk = hunks.at(-1);
    if (start !== null) {
      [before, after] = [Number(start[1]), Number(start[2])];
      hunks.push({ header: line, lines: [] });
    } else if (hunk === undefined) continue;
    else if (line.startsWith("+")) hunk.lines.push({ sign: "+", text: line.slice(1), after: after++ });
    else if (line.startsWith("-")) hunk.lines.push({ sign: "-", text: line.slice(1), before: before++ });
    else if (line.startsWith(" ") || line === "")
      hunk.lines.push({ sign: " ", text: line.slice(1), before: before++, after: after++ });
  }
  for (const hunk of hunks) markChanges(hunk.lines);
  return hunks;
}

/** A row of a side-by-side diff; a missing side is blank. */
export interface DiffPair {
  left?: DiffLine;
  right?: DiffLine;
}

/** Lines side by side: removed ones stand beside the added ones that replace them. */
export function sideBySide(lines: readonly DiffLine[]): DiffPair[] {
  const rows: DiffPair[] = [];
  for (let index = 0; index < lines.length; ) {
    const line = lines[index];
    if (line === undefined) break;
    if (line.sign === " ") {
      rows.push({ left: line, right: line });
      index++;
      continue;
    }
    const removed: DiffLine[] = [];
    const added: DiffLine[] = [];
    for (let next = lines[index]; next !== undefined && next.sign === "-"; next = lines[++index]) removed.push(next);
    for (let next = lines[index]; next !== undefined && next.sign === "+"; next = lines[++index]) added.push(next);
    for (let row = 0; row < Math.max(removed.length, added.length); row++) {
      const [left, right] = [removed[row], added[row]];
      rows.push({ ...(left === undefined ? {} : { left }), ...(right === undefined ? {} : { right }) });
    }
  }
  return rows;
}
