import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqlite, type Sqlite } from "#adapters/sqlite/index.ts";
import { Secret } from "#domain/secret.ts";

export interface TemporarySqlite {
  directory: string;
  sqlite: Sqlite;
  /** Closes and opens again what was written so far. */
  reopen(): Promise<Sqlite>;
  /** Closes, and removes the directory. */
  close(): Promise<void>;
}

export const testEncryptionKey = { version: 1, key: new Secret(Buffer.alloc(32, 7).toString("base64url")) };

/** The real stores, in a directory of their own. */
export async function openTemporarySqlite(now: () => Date = () => new Date()): Promise<TemporarySqlite> {
  const directory = await mkdtemp(join(tmpdir(), "vteam-sqlite-"));
  const open = () =>
    openSqlite({ dataDirectory: directory, now, newUid: () => randomUUID(), encryptionKey: testEncryptionKey });
  let sqlite = await open();
  return {
    directory,
    sqlite,
    reopen: async () => {
      sqlite.close();
      sqlite = await open();
      return sqlite;
    },
    close: async () => {
      sqlite.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
