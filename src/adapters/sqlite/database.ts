import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import * as z from "zod";
import { Problem } from "#domain/problem.ts";
import { lockDataDirectory, prepareDataDirectory } from "./data-directory.ts";
import { errcodeOf } from "./errors.ts";
import { GroupCommit } from "./group-commit.ts";
import { migrations } from "./migrations.ts";

const BUSY_TIMEOUT_MS = 5_000;
const FULL = 2;
const WAL_KEPT_BYTES = 64 * 1024 * 1024;

const Version = z.object({ user_version: z.int() });
const Settings = z.object({ journal_mode: z.literal("wal"), synchronous: z.literal(FULL) });

/** One open database: cached statements, rows parsed on the way out, durable writes. */
export class Database {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #commits: GroupCommit;
  readonly #closing = new AbortController();
  readonly #unlock: () => void;

  constructor(database: DatabaseSync, unlock: () => void) {
    this.#database = database;
    this.#unlock = unlock;
    this.#commits = new GroupCommit(database);
  }

  /** Aborted once the database is being closed. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  all<T>(row: z.ZodType<T>, sql: string, ...values: SQLInputValue[]): T[] {
    return this.#prepare(sql)
      .all(...values)
      .map((columns) => row.parse(columns));
  }

  get<T>(row: z.ZodType<T>, sql: string, ...values: SQLInputValue[]): T | undefined {
    const columns = this.#prepare(sql).get(...values);
    return columns === undefined ? undefined : row.parse(columns);
  }

  /** The row that the statement cannot but return. */
  one<T>(row: z.ZodType<T>, sql: string, ...values: SQLInputValue[]): T {
    return row.parse(this.#prepare(sql).get(...values));
  }

  /** Call it only inside `write`. Returns the number of rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).changes);
  }

  /** Does the work in a transaction, perhaps one shared with others; resolves once it is synced to disk. */
  write<T>(work: () => T): Promise<T> {
    return this.#commits.write(work);
  }

  /** Commits what is waiting, then gives up the data directory. Idempotent. */
  close(): void {
    if (this.#closing.signal.aborted) return;
    this.#commits.close();
    this.#closing.abort();
    this.#database.close();
    this.#unlock();
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** Opens the database of a data directory, alone, durable and at the newest schema, or says what is in the way. */
export function openDatabase(directory: string): Database {
  const file = prepareDataDirectory(directory);
  const unlock = lockDataDirectory(directory);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
    configure(database);
    migrate(database, directory);
    return new Database(database, unlock);
  } catch (error) {
    database?.close();
    unlock();
    if (errcodeOf(error) === undefined) throw error;
    const why = error instanceof Error ? error.message : "unknown error";
    const sentence = `The database ${file} cannot be opened: ${why}. Restore it from a copy.`;
    throw new Problem("data-directory-unusable", { sentence, cause: error });
  }
}

function configure(database: DatabaseSync): void {
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = ${WAL_KEPT_BYTES}`);
  // SQLite ignores what it cannot do, so look at what it did: anything less would break the promise of durability.
  Settings.parse({
    ...database.prepare("PRAGMA journal_mode").get(),
    ...database.prepare("PRAGMA synchronous").get(),
  });
}

function migrate(database: DatabaseSync, directory: string): void {
  const found = Version.parse(database.prepare("PRAGMA user_version").get()).user_version;
  if (found > migrations.length) {
    throw new Problem("data-directory-unusable", {
      sentence: `The data in ${directory} was written by a newer vteam (schema ${found}; this one knows ${migrations.length}). Start the newer one.`,
    });
  }
  for (const [index, sql] of migrations.entries()) {
    if (index < found) continue;
    database.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT`);
  }
}
