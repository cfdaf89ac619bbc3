import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";

const MAX_HEADERS = 64 * 1024;

/** The status and headers that a CGI program printed, and what it prints after them. */
export interface CgiAnswer {
  status: number;
  headers: Headers;
  body: Readable;
}

/** Reads the header block; the rest streams on as the program prints it. undefined when it ended before its headers did. */
export async function readCgi(child: ChildProcess): Promise<CgiAnswer | undefined> {
  const { stdout } = child;
  if (stdout === null) return undefined;
  let seen: Buffer = Buffer.alloc(0);
  // Not for-await: leaving such a loop would end the stream.
  for (let chunk = await nextChunk(stdout); chunk !== undefined; chunk = await nextChunk(stdout)) {
    seen = Buffer.concat([seen, chunk]);
    const end = headerEnd(seen);
    if (end !== undefined) {
      stdout.unshift(seen.subarray(end.bodyStart));
      return { ...parseHeaders(seen.toString("latin1", 0, end.length)), body: stdout };
    }
    if (seen.length > MAX_HEADERS) return undefined;
  }
  return undefined;
}

async function nextChunk(stream: Readable): Promise<Buffer | undefined> {
  for (;;) {
    const chunk: Buffer | null = stream.read();
    if (chunk !== null) return chunk;
    if (stream.readableEnded || stream.destroyed) return undefined;
    await new Promise<void>((resolve) => {
      const go = () => {
        for (const event of ["readable", "end", "close", "error"]) stream.off(event, go);
        resolve();
      };
      for (const event of ["readable", "end", "close", "error"]) stream.on(event, go);
    });
  }
}

function headerEnd(seen: Buffer): { length: number; bodyStart: number } | undefined {
  for (const gap of ["\r\n\r\n", "\n\n"]) {
    const length = seen.indexOf(gap);
    if (length !== -1) return { length, bodyStart: length + gap.length };
  }
  return undefined;
}

function parseHeaders(text: string): { status: number; headers: Headers } {
  const headers = new Headers();
  let status = 200;
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).trim();
    if (name.toLowerCase() === "status") status = Number.parseInt(value, 10) || 500;
    else headers.append(name, value);
  }
  return { status, headers };
}
