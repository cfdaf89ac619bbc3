import { appendFileSync, closeSync, openSync, readSync } from "node:fs";

/** Lines numbered from 1 that wait on disk instead of in memory, however long the server is away. */
export interface EventSpool {
  append(line: string): void;
  /** How many lines there are. */
  readonly length: number;
  /** The lines after a number: at least one if there is one, then as many as fit the bounds. */
  readAfter(count: number, maxLines: number, maxBytes: number): string[];
  close(): void;
}

interface Place {
  position: number;
  bytes: number;
}

/** `onDiskError` is told once; lines the disk does not take are kept in memory. */
export function openEventSpool(path: string, onDiskError: (error: unknown) => void): EventSpool {
  const file = openSync(path, "a+", 0o600);
  const places: (Place | string)[] = [];
  let end = 0;
  let isDiskGood = true;

  function read({ position, bytes }: Place): string {
    const buffer = Buffer.alloc(bytes);
    readSync(file, buffer, 0, bytes, position);
    return buffer.toString("utf8");
  }

  return {
    append(line) {
      const bytes = Buffer.byteLength(line);
      try {
        if (isDiskGood) appendFileSync(file, line);
      } catch (error) {
        // What was written in part makes positions unsure, so nothing more goes there.
        isDiskGood = false;
        onDiskError(error);
      }
      places.push(isDiskGood ? { position: end, bytes } : line);
      end += bytes;
    },
    get length() {
      return places.length;
    },
    readAfter(count, maxLines, maxBytes) {
      const lines: string[] = [];
      let size = 0;
      for (const place of places.slice(count, count + maxLines)) {
        size += typeof place === "string" ? place.length : place.bytes;
        if (lines.length > 0 && size > maxBytes) break;
        lines.push(typeof place === "string" ? place : read(place));
      }
      return lines;
    },
    close: () => closeSync(file),
  };
}
