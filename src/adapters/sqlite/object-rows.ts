import type { SQLInputValue } from "node:sqlite";
import * as z from "zod";
import type { ObjectKey, ObjectMeta } from "#domain/object-meta.ts";
import type { ListOptions } from "#ports/object-store.ts";
import type { Database } from "./database.ts";

const ObjectRow = z.object({ id: z.int(), version: z.int(), body: z.string() });
export type ObjectRow = z.infer<typeof ObjectRow>;
const ChangeRow = ObjectRow.extend({
  added_version: z.int(),
  deleted_at: z.string().nullable(),
});
export type ChangeRow = z.infer<typeof ChangeRow>;
const Counter = z.object({ value: z.int() });
const ProjectCount = Counter.extend({ project: z.string() });

/** The rows of objects, whatever their kind: SQL and nothing else. */
export class ObjectRows {
  readonly #database: Database;
  readonly #kind: string;

  constructor(database: Database, kind: string) {
    this.#database = database;
    this.#kind = kind;
  }

  find(key: ObjectKey): ObjectRow | undefined {
    const sql =
      "SELECT id, version, body FROM object WHERE kind = ? AND project = ? AND name = ? AND deleted_at IS NULL";
    return this.#database.get(ObjectRow, sql, this.#kind, key.project, key.name);
  }

  list(options: ListOptions): ObjectRow[] {
    const conditions = ["kind = ?", "deleted_at IS NULL"];
    const values: SQLInputValue[] = [this.#kind];
    if (options.project !== undefined) {
      conditions.push("project = ?");
      values.push(options.project);
    }
    for (const [key, value] of Object.entries(options.labels ?? {})) {
      conditions.push("id IN (SELECT object FROM object_label WHERE key = ? AND value = ?)");
      values.push(key, value);
    }
    if (options.before !== undefined) {
      conditions.push("(created_at, name) < (?, ?)");
      values.push(options.before.createdAt, options.before.name);
    }
    const order = "created_at DESC, name DESC";
    const sql = `SELECT id, version, body FROM object WHERE ${conditions.join(" AND ")} ORDER BY ${order} LIMIT ?`;
    return this.#database.all(ObjectRow, sql, ...values, options.limit ?? -1);
  }

  counts(): z.infer<typeof ProjectCount>[] {
    const sql = "SELECT project, count(*) AS value FROM object WHERE kind = ? AND deleted_at IS NULL GROUP BY project";
    return this.#database.all(ProjectCount, sql, this.#kind);
  }

  /** Objects and tombstones written after a version, oldest first. */
  changesAfter(version: number, project: string | undefined): ChangeRow[] {
    const select = "SELECT id, version, added_version, deleted_at, body FROM object WHERE kind = ? AND version > ?";
    if (project === undefined) {
      return this.#database.all(ChangeRow, `${select} ORDER BY version`, this.#kind, version);
    }
    const sql = `${select} AND project = ? ORDER BY version`;
    return this.#database.all(ChangeRow, sql, this.#kind, version, project);
  }

  /** The version of the last write to any object. */
  currentVersion(): number {
    return this.#database.one(Counter, "SELECT value FROM counter WHERE name = 'version'").value;
  }

  nextVersion(): number {
    const sql = "UPDATE counter SET value = value + 1 WHERE name = 'version' RETURNING value";
    return this.#database.one(Counter, sql).value;
  }

  /** Returns the id of the new row. */
  insert(version: number, metadata: ObjectMeta, body: string): number {
    const { project, name, createdAt } = metadata;
    const sql = `INSERT INTO object (kind, project, name, version, added_version, created_at, body)
      VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id AS value`;
    const values = [this.#kind, project, name, version, version, createdAt, body];
    const { value: id } = this.#database.one(Counter, sql, ...values);
    this.#label(id, metadata.labels);
    return id;
  }

  replace(id: number, version: number, metadata: ObjectMeta, body: string): void {
    this.#database.run("UPDATE object SET version = ?, body = ? WHERE id = ?", version, body, id);
    this.#database.run("DELETE FROM object_label WHERE object = ?", id);
    this.#label(id, metadata.labels);
  }

  bury(id: number, version: number, time: string): void {
    this.#database.run("UPDATE object SET version = ?, deleted_at = ? WHERE id = ?", version, time, id);
    this.#database.run("DELETE FROM object_label WHERE object = ?", id);
  }

  #label(id: number, labels: Record<string, string>): void {
    for (const [key, value] of Object.entries(labels)) {
      this.#database.run("INSERT INTO object_label (object, key, value) VALUES (?, ?, ?)", id, key, value);
    }
  }
}
