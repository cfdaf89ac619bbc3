import { Secret } from "#domain/secret.ts";
import { CommandFailure } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

const MAX_BYTES = 64 * 1024;
const [ENTER, LINE_FEED, END, INTERRUPT, BACKSPACE, DELETE] = ["\r", "\n", "\u0004", "\u0003", "\b", "\u007f"];

/** Reads a value that nobody may see: piped in, or typed without an echo. It never stands on a command line. */
export async function readSecret(terminal: Terminal, question: string): Promise<Secret> {
  const { stdin } = terminal;
  const value =
    stdin.isTTY === true && stdin.setRawMode !== undefined ? await typed(terminal, question) : await piped(terminal);
  if (value === "")
    throw new CommandFailure("usage", "No value was given.", {
      remedy: 'Type it when asked, or pipe it in: printf %s "$VALUE" | vteam secret set NAME',
    });
  return new Secret(value);
}

async function piped({ stdin }: Terminal): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BYTES) throw new CommandFailure("usage", `The value is longer than ${MAX_BYTES} bytes.`);
    chunks.push(bytes);
  }
  // Nearly every tool that writes a value ends it with a line break that is not part of it.
  return Buffer.concat(chunks)
    .toString()
    .replace(/\r?\n$/, "");
}

async function typed(terminal: Terminal, question: string): Promise<string> {
  const { stdin } = terminal;
  terminal.note(`${question}: `);
  stdin.setRawMode?.(true);
  stdin.setEncoding("utf8");
  try {
    let value = "";
    for await (const chunk of stdin) {
      for (const key of String(chunk)) {
        if (key === ENTER || key === LINE_FEED || key === END) return value;
        if (key === INTERRUPT) throw new CommandFailure("interrupted", "Nothing was changed.");
        value = key === BACKSPACE || key === DELETE ? [...value].slice(0, -1).join("") : value + key;
      }
    }
    return value;
  } finally {
    stdin.setRawMode?.(false);
    terminal.note("");
  }
}
