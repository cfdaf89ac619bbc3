import { PassThrough, Writable } from "node:stream";
import { openTerminal, type Terminal } from "#cli/terminal.ts";

export interface MemoryTerminal {
  terminal: Terminal;
  stdin: PassThrough;
  /** Everything written so far. */
  out: () => string;
  err: () => string;
}

function sink(): { stream: Writable; text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => chunks.join("") };
}

/** A real terminal on streams that remember. `isLive` makes it look like one that a person watches. */
export function memoryTerminal({ isLive = false } = {}): MemoryTerminal {
  const [stdout, stderr, stdin] = [sink(), sink(), new PassThrough()];
  if (isLive) Object.assign(stdout.stream, { isTTY: true, columns: 100 });
  const terminal = openTerminal({ stdin, stdout: stdout.stream, stderr: stderr.stream });
  return { terminal, stdin, out: stdout.text, err: stderr.text };
}
