import Table from "cli-table3";
import type { Paint } from "./terminal.ts";

const BORDERLESS = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

/** Columns without borders, with a dim heading. Cells must be plain text or painted by us. */
export function tableLines(head: readonly string[], rows: readonly (readonly string[])[], paint: Paint): string[] {
  const table = new Table({
    head: head.map((title) => paint("dim", title.toUpperCase())),
    chars: BORDERLESS,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "");
}

/** Two columns: a dim label and its value; what is undefined or empty is left out. */
export function factLines(facts: readonly (readonly [string, string | undefined])[], paint: Paint): string[] {
  const shown = facts.flatMap(([label, value]) =>
    value === undefined || value === "" ? [] : [[label, value] as const],
  );
  const width = Math.max(0, ...shown.map(([label]) => label.length));
  return shown.map(([label, value]) => `${paint("dim", label.padEnd(width))}  ${value}`);
}
