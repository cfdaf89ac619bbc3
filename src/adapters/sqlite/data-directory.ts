import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Problem } from "#domain/problem.ts";
import { BUSY, errcodeOf } from "./errors.ts";

// Long enough for a server that is just exiting, short enough not to look like a hang.
const LOCK_WAIT_MS = 500;

/** Makes the directory and the database file, readable by their owner only. Returns the path of the database. */
export function prepareDataDirectory(directory: string): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, "vteam.db");
  // SQLite gives the files beside the database the mode of the database itself.
  closeSync(openSync(file, "a", 0o600));
  chmodSync(file, 0o600);
  return file;
}

/**
 * Keeps every other process away from a data directory. The lock is SQLite's own on a file of its own, which the
 * kernel drops however the process ends. Returns the way to give it up.
 */
export function lockDataDirectory(directory: string): () => void {
  const lock = new DatabaseSync(join(directory, "vteam.lock"), { timeout: LOCK_WAIT_MS });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (errcodeOf(error) !== BUSY) throw error;
    throw new Problem("data-directory-unusable", {
      sentence: `Another vteam is running on the data directory ${directory}. Stop it first.`,
      cause: error,
    });
  }
  return () => lock.close();
}
