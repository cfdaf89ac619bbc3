import { stripVTControlCharacters } from "node:util";

/** What an agent or a repository wrote, without anything that could steer the reader's terminal. */
export const plainText = (text: string): string =>
  stripVTControlCharacters(text)
    .replaceAll("\t", "  ")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");

/** One line of at most `width` characters; what was cut shows as …. */
export function oneLine(text: string, width: number): string {
  const line = plainText(text).replace(/\s+/g, " ").trim();
  const characters = [...line];
  return characters.length <= width ? line : `${characters.slice(0, Math.max(1, width - 1)).join("")}…`;
}

/** "1.2 s", "48 s", "3 min 05 s". */
export function duration(ms: number): string {
  if (ms < 9_950) return `${(Math.max(0, ms) / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

/** "just now", "5 min ago", "3 h ago", or the date. */
export function timeAgo(time: string, now: Date): string {
  const seconds = (now.getTime() - Date.parse(time)) / 1_000;
  if (Number.isNaN(seconds)) return "";
  if (seconds < 45) return "just now";
  if (seconds < 3_600) return `${Math.max(1, Math.round(seconds / 60))} min ago`;
  if (seconds < 86_400) return `${Math.round(seconds / 3_600)} h ago`;
  return time.slice(0, 10);
}

/** The seven characters by which people call a commit. */
export const shortSha = (sha: string): string => plainText(sha).slice(0, 7);

const UNITS = ["kB", "MB", "GB", "TB"];

/** "12 B", "3.4 kB", "5.6 MB", "84.6 GB". */
export function fileSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const power = Math.min(UNITS.length, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1_000 ** power).toFixed(1)} ${UNITS[power - 1]}`;
}

/** Lines of at most `width` characters, broken between words; indentation and empty lines stay. */
export function wrapLines(text: string, width: number): string[] {
  return plainText(text)
    .trim()
    .split("\n")
    .flatMap((paragraph) => {
      const margin = /^ */.exec(paragraph)?.[0] ?? "";
      const lines: string[] = [];
      let line = margin;
      for (const word of paragraph.trim().split(/ +/)) {
        const isFirst = line === margin;
        if (!isFirst && line.length + 1 + word.length > width) {
          lines.push(line);
          line = margin + word;
        } else line += isFirst ? word : ` ${word}`;
      }
      return [...lines, line.trimEnd()];
    });
}

/** The first lines that are not empty, each cut to `width`, and how many there are more. */
export function firstLines(text: string, width: number, limit: number): string[] {
  const lines = plainText(text)
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "");
  const shown = lines.slice(0, limit).map((line) => oneLine(line, width));
  return lines.length > limit ? [...shown, `… ${lines.length - limit} more lines`] : shown;
}
