import type { Entity, Field } from "#adapters/offline-model/feature/entity.ts";
import type { NewFile } from "./change.ts";

const TYPES: Readonly<Record<Field["kind"], string>> = {
  text: "VARCHAR(255)",
  email: "VARCHAR(255)",
  time: "TIMESTAMP",
  reference: "VARCHAR(36)",
  choice: "VARCHAR(32)",
  flag: "BOOLEAN",
};

function columnOf(field: Field): string {
  const parts = [field.name, TYPES[field.kind]];
  if (field.kind === "flag") parts.push("NOT NULL DEFAULT FALSE");
  else if (field.isRequired) parts.push("NOT NULL");
  if (field.isUnique === true) parts.push("UNIQUE");
  if (field.references !== undefined) parts.push(`REFERENCES ${field.references} (id) ON DELETE CASCADE`);
  if (field.choices !== undefined)
    parts.push(`CHECK (${field.name} IN (${field.choices.map((choice) => `'${choice}'`).join(", ")}))`);
  return parts.join(" ");
}

/** Plain SQL that PostgreSQL and SQLite both take. */
export function createTable(entity: Entity): string {
  const lines = [
    "id VARCHAR(36) PRIMARY KEY",
    ...entity.fields.map(columnOf),
    "created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP",
    "updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP",
    ...(entity.uniqueTogether === undefined ? [] : [`UNIQUE (${entity.uniqueTogether.join(", ")})`]),
  ];
  const indexes = entity.fields
    .filter(({ references }) => references !== undefined)
    .map(({ name }) => `\nCREATE INDEX ${entity.table}_${name} ON ${entity.table} (${name});\n`);
  return `-- ${entity.table}: ${entity.purpose}.\nCREATE TABLE ${entity.table} (\n  ${lines.join(",\n  ")}\n);\n${indexes.join("")}`;
}

/** The migration that already makes a table, if the repository has one. */
export const migrationFor = (table: string, files: readonly string[]): string | undefined =>
  files.find((path) => path.startsWith("migrations/") && path.endsWith(`_create_${table}_table.sql`));

/** One numbered file per table, counting on from what is there. */
export function migrationFiles(entities: readonly Entity[], files: readonly string[]): NewFile[] {
  const numbers = files.map((path) => Number(/^migrations\/(\d+)_/.exec(path)?.[1] ?? 0));
  const next = Math.max(0, ...numbers) + 1;
  const missing = entities.filter(({ table }) => migrationFor(table, files) === undefined);
  return missing.map((entity, index) => ({
    path: `migrations/${String(next + index).padStart(3, "0")}_create_${entity.table}_table.sql`,
    content: createTable(entity),
    say: `The ${entity.table} table keeps ${entity.purpose}.`,
  }));
}
