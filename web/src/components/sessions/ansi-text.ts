import Anser from "anser";
import { showHidden } from "./hidden-text.ts";

/** A stretch of output in one colour; `classes` are ours, never taken from the output. */
export interface AnsiSpan {
  text: string;
  classes: string;
}

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
/** Commands to a terminal that end in BEL or ST: titles, links, clipboards, images. An unended one runs to the line's end. */
const STRINGS =
  /(?:\u001b[\]PX^_]|[\u0090\u0098\u009d\u009e\u009f])[^\u0007\u001b\u009c\n]*(?:\u0007|\u001b\\|\u009c|(?=\n|\u001b|$))/g;
/** Commands with numbers. Only those that end in m (colours) may stay. */
const CONTROLS = /(?:\u001b\[|\u009b)([0-?]*)([ -/]*)([@-~])/g;
/** What is left of an escape: two-character commands and a bare escape. */
const ESCAPES = /\u001b(?!\[[0-9;]*m)[ -/]*[0-Z\\-~]?/g;
const COLOURS = /^[0-9;]{0,60}$/;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: see above

const keepColour = (_all: string, numbers: string, between: string, end: string): string =>
  end === "m" && between === "" && COLOURS.test(numbers) ? `\u001b[${numbers}m` : "";

/** What a line shows after its carriage returns and backspaces, as a terminal would leave it. */
function settled(line: string): string {
  const shown = line.replace(/\r+$/, "").split("\r").at(-1) ?? "";
  if (!shown.includes("\b")) return shown;
  const kept: string[] = [];
  for (const sign of shown)
    if (sign === "\b") kept.pop();
    else kept.push(sign);
  return kept.join("");
}

/** Inks that can be read in both themes; exact colours could not. In the order of red + 2 green + 4 blue. */
const INKS = [
  "text-ink-3",
  "text-fail-text",
  "text-ok-text",
  "text-stale-text",
  "text-accent-text",
  "text-you-text",
  "text-accent-text",
  "text-ink",
] as const;

/** The ink nearest to a colour such as "187, 0, 0". */
function inkOf(rgb: string): string {
  const [red = 0, green = 0, blue = 0] = rgb.split(",").map(Number);
  const top = Math.max(red, green, blue);
  if (top - Math.min(red, green, blue) < 40) return top > 110 ? INKS[7] : INKS[0];
  const bit = (value: number): number => (value > top * 0.6 ? 1 : 0);
  return INKS[bit(red) + 2 * bit(green) + 4 * bit(blue)] ?? INKS[7];
}

const DECORATIONS: Record<string, string> = {
  bold: "font-semibold",
  dim: "text-ink-3",
  italic: "italic",
  underline: "underline",
  strikethrough: "line-through",
  reverse: "bg-press",
};

function classesOf({ fg, bg, decorations }: Anser.AnserJsonEntry): string {
  const ink = fg ? inkOf(fg) : "";
  const names = [ink, bg ? "bg-press" : "", ...decorations.map((name) => DECORATIONS[name] ?? "")];
  return [...new Set(names.filter(Boolean))].join(" ");
}

/** Output of a shell as coloured spans. Nothing in it can move a cursor, set a title or make a link. */
export function ansiSpans(output: string): AnsiSpan[] {
  const safe = output
    .replace(STRINGS, "")
    .replace(CONTROLS, keepColour)
    .replace(ESCAPES, "")
    .split("\n")
    .map(settled)
    .join("\n");
  return Anser.ansiToJson(safe, { remove_empty: true, json: true }).map((part) => ({
    text: showHidden(part.content),
    classes: classesOf(part),
  }));
}

/** Output without its colours, for a search or a copy. */
export const plainOutput = (output: string): string =>
  ansiSpans(output)
    .map(({ text }) => text)
    .join("");
