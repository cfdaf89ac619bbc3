import { Problem } from "#domain/problem.ts";

// SQLite tells ENOSPC apart from other write errors: FULL for the files it writes, IOERR_SHMSIZE for the WAL's index.
const DISK_FULL = new Set([13, 4874]);

/** BUSY: another process holds the lock. */
export const BUSY = 5;

/** SQLite's own code for what went wrong; undefined when SQLite did not throw it. */
export function errcodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode : undefined;
}

/** A full disk becomes a problem people can act on; everything else stays what it is. */
export function toProblem(error: unknown): unknown {
  const errcode = errcodeOf(error);
  if (errcode === undefined || !DISK_FULL.has(errcode)) return error;
  return new Problem("disk-full", {
    sentence: "The disk is full: nothing was saved. Free space under the data directory, then try again.",
    cause: error,
    retryAfter: 10,
  });
}
