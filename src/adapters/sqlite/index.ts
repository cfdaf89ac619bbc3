import { Operation } from "#domain/operation.ts";
import { Project } from "#domain/project.ts";
import { Rfe } from "#domain/rfe.ts";
import { Session } from "#domain/session.ts";
import type { EventLog } from "#ports/event-log.ts";
import type { IdempotencyStore } from "#ports/idempotency-store.ts";
import type { StoredObject, Stores } from "#ports/object-store.ts";
import type { SecretStore } from "#ports/secret-store.ts";
import { CreatedForKey } from "./created-for-key.ts";
import { type Database, openDatabase } from "./database.ts";
import { type EncryptionKey, SecretCipher } from "./secret-cipher.ts";
import { SqliteEventLog } from "./sqlite-event-log.ts";
import { SqliteIdempotencyStore } from "./sqlite-idempotency-store.ts";
import { type ObjectKind, SqliteObjectStore } from "./sqlite-object-store.ts";
import { SqliteSecretStore } from "./sqlite-secret-store.ts";

const TOMBSTONE_LIFETIME_MS = 7 * 24 * 60 * 60 * 1_000;

export interface SqliteOptions {
  dataDirectory: string;
  now: () => Date;
  newUid: () => string;
  encryptionKey: EncryptionKey;
}

export interface Sqlite {
  stores: Stores;
  eventLog: EventLog;
  secretStore: SecretStore;
  idempotency: IdempotencyStore;
  /** Tries a write: false when it fails, whatever the reason. */
  isWritable(): Promise<boolean>;
  /** Commits what is waiting and ends all watches. Idempotent. */
  close(): void;
}

/** Opens everything that is kept in a data directory, for this process alone. Error: "data-directory-unusable". */
export async function openSqlite(options: SqliteOptions): Promise<Sqlite> {
  const { now, encryptionKey } = options;
  const database = openDatabase(options.dataDirectory);
  try {
    const created = new CreatedForKey(database);
    const idempotency = new SqliteIdempotencyStore(database, created, now);
    const sqlite = {
      stores: openStores(database, options, created),
      eventLog: new SqliteEventLog(database, now),
      secretStore: new SqliteSecretStore(database, new SecretCipher(encryptionKey), now),
      idempotency,
      isWritable: () => isWritable(database),
      close: () => database.close(),
    };
    await Promise.all([idempotency.releaseUnfinished(), removeTombstones(database, now())]);
    return sqlite;
  } catch (error) {
    database.close();
    throw error;
  }
}

function openStores(database: Database, clock: SqliteOptions, created: CreatedForKey): Stores {
  const open = <T extends StoredObject>(kind: ObjectKind<T>) => new SqliteObjectStore(database, kind, clock, created);
  return {
    projects: open({ kind: "project", noun: "project", schema: Project }),
    rfes: open({ kind: "rfe", noun: "RFE workflow", schema: Rfe }),
    sessions: open({ kind: "session", noun: "session", schema: Session }),
    operations: open({ kind: "operation", noun: "operation", schema: Operation }),
  };
}

/** Watches that begin before a removed tombstone would miss it, so none is removed while the server runs. */
async function removeTombstones(database: Database, now: Date): Promise<void> {
  const until = new Date(now.getTime() - TOMBSTONE_LIFETIME_MS).toISOString();
  await database.write(() => database.run("DELETE FROM object WHERE deleted_at < ?", until));
}

async function isWritable(database: Database): Promise<boolean> {
  try {
    await database.write(() => database.run("UPDATE counter SET value = value + 1 WHERE name = 'probe'"));
    return true;
  } catch {
    // Whatever it was: the answer is no, and the next write will say why.
    return false;
  }
}
