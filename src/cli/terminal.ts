import type { Readable, Writable } from "node:stream";
import { stripVTControlCharacters, styleText } from "node:util";

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan" | "magenta";

/** Colours a text, or leaves it as it is where colours are not wanted. */
export type Paint = (style: Style | readonly Style[], text: string) => string;

/** No colours: for files, pipes and tests. */
export const plainPaint: Paint = (_style, text) => text;

type Output = Writable & { isTTY?: boolean; columns?: number };
type Input = Readable & { isTTY?: boolean; setRawMode?: (mode: boolean) => unknown };

/** Where a command speaks and listens. */
export interface Terminal {
  stdin: Input;
  /** Writes lines to standard output: what was asked for. */
  print(...lines: string[]): void;
  /** Writes lines to standard error: problems and progress notes that must not mix with the answer. */
  complain(...lines: string[]): void;
  /** Shows a line that the next one replaces. Nothing at all when nobody is watching. */
  note(line: string): void;
  paint: Paint;
  /** For what goes to standard error. */
  paintError: Paint;
  /** True when a person watches standard output. */
  isLive: boolean;
  width: number;
}

export interface Streams {
  stdin: Input;
  stdout: Output;
  stderr: Output;
}

const ERASE_LINE = "\r\u001b[2K";

// With `validateStream`, Node itself honours NO_COLOR, FORCE_COLOR and pipes.
const painter =
  (stream: Output): Paint =>
  (style, text) =>
    styleText([...(typeof style === "string" ? [style] : style)], text, { stream, validateStream: true });

/** A terminal on the three streams of a process. */
export function openTerminal({ stdin, stdout, stderr }: Streams): Terminal {
  const isLive = stdout.isTTY === true;
  // A pseudo-terminal that was never told its size says 0.
  const columns = stdout.columns === undefined || stdout.columns === 0 ? 120 : stdout.columns;
  let hasNote = false;
  const clear = () => {
    if (hasNote) stdout.write(ERASE_LINE);
    hasNote = false;
  };
  const write = (stream: Output, lines: readonly string[]) => {
    clear();
    for (const line of lines) stream.write(`${line}\n`);
  };
  // Whoever reads us has heard enough (`vteam … | head`): there is nobody left to tell.
  stdout.once("error", () => process.exit(0));
  return {
    stdin,
    print: (...lines) => write(stdout, lines),
    complain: (...lines) => write(stderr, lines),
    note(line) {
      if (!isLive) return;
      clear();
      if (line === "") return;
      // A line that wraps could not be taken back.
      const plain = stripVTControlCharacters(line);
      stdout.write(plain.length < columns ? line : plain.slice(0, columns - 1));
      hasNote = true;
    },
    paint: painter(stdout),
    paintError: painter(stderr),
    isLive,
    // Wide lines are hard to read, whatever the window.
    width: Math.max(40, Math.min(columns, 140)),
  };
}

/** The same terminal with everything moved to the right. */
export function indented(terminal: Terminal, by: number): Terminal {
  const margin = " ".repeat(by);
  const move = (line: string): string => (line === "" ? "" : margin + line);
  return {
    ...terminal,
    print: (...lines) => terminal.print(...lines.map(move)),
    complain: (...lines) => terminal.complain(...lines.map(move)),
    note: (line) => terminal.note(move(line)),
    width: terminal.width - by,
  };
}

/** The same terminal with standard output kept free for a program: everything is told on standard error. */
export const onStandardError = (terminal: Terminal): Terminal => ({
  ...terminal,
  print: terminal.complain,
  note: () => undefined,
  paint: terminal.paintError,
  isLive: false,
});
