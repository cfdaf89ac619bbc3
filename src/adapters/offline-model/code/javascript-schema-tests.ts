import type { Entity } from "#adapters/offline-model/feature/entity.ts";
import { modelFile, modelName } from "./javascript-model.ts";

/** From a test to the root of its repository. */
const UP = "../../";

/** The reference to a parent table is tried with a parent that does not exist. */
function referenceTest(entities: readonly Entity[]): string {
  const child = entities.find(({ fields }) => fields.some(({ references }) => references !== undefined));
  const field = child?.fields.find(({ references }) => references !== undefined);
  if (child === undefined || field === undefined) return "";
  return `
test("refuses a row of ${child.table} whose ${field.references} row is missing", { skip }, () => {
  const database = migrated();

  assert.throws(() => insertSample(database, "${child.table}", { ${field.name}: "nobody" }), /FOREIGN KEY/);
});
`;
}

function uniqueTest(entities: readonly Entity[]): string {
  const entity = entities.find(
    ({ fields }) =>
      fields.every(({ references }) => references === undefined) && fields.some(({ isUnique }) => isUnique),
  );
  const field = entity?.fields.find(({ isUnique }) => isUnique === true);
  if (entity === undefined || field === undefined) return "";
  return `
test("refuses a second row of ${entity.table} with the same ${field.name}", { skip }, () => {
  const database = migrated();
  insertSample(database, "${entity.table}", { id: "first" });

  assert.throws(() => insertSample(database, "${entity.table}", { id: "second" }), /UNIQUE/);
});
`;
}

/** A row the table takes as far as its own columns go. */
function sampleRow(entity: Entity): string {
  const required = entity.fields.filter(({ isRequired }) => isRequired);
  const values = required.map(({ name, choices }) => `${name}: "${choices?.[0] ?? "sample"}"`);
  return `  ${entity.table}: { ${['id: "sample"', ...values].join(", ")} },`;
}

/** Tests that migrations and models say the same, and that a real database accepts them. */
export function schemaTests(
  entities: readonly Entity[],
  migrations: ReadonlyMap<string, string>,
  suffix: string,
): string {
  const imports = entities.map(
    (entity) => `import { ${modelName(entity)} } from "${UP}src/models/${modelFile(entity)}${suffix}";`,
  );
  const pairs = entities.map((entity) => `  [${modelName(entity)}, "${migrations.get(entity.table) ?? ""}"],`);
  return `import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
${imports.join("\n")}

/** Each model with the migration that makes its table, in the order they are applied. */
const tables = [
${pairs.join("\n")}
];

const samples = {
${entities.map(sampleRow).join("\n")}
};

const sqlOf = (path) => readFileSync(new URL(\`${UP}\${path}\`, import.meta.url), "utf8");

// Node brings SQLite from version 22 on; on older ones only the text of the migrations is compared.
const sqlite = await import("node:sqlite").catch(() => undefined);
const skip = sqlite === undefined ? "this Node has no node:sqlite" : false;

function migrated() {
  const database = new sqlite.DatabaseSync(":memory:");
  database.exec("PRAGMA foreign_keys = ON");
  for (const [, path] of tables) database.exec(sqlOf(path));
  return database;
}

function insertSample(database, table, changes) {
  const row = { ...samples[table], ...changes };
  const names = Object.keys(row);
  const marks = names.map(() => "?").join(", ");
  database.prepare(\`INSERT INTO \${table} (\${names.join(", ")}) VALUES (\${marks})\`).run(...Object.values(row));
}

for (const [model, path] of tables) {
  test(\`\${path} makes the columns its model has\`, () => {
    const body = sqlOf(path).match(/CREATE TABLE \\w+ \\(\\n([\\s\\S]*?)\\n\\);/)[1];
    const columns = body.split("\\n").map((line) => line.trim().split(" ")[0]).filter((word) => word !== "UNIQUE");

    assert.deepEqual(columns, model.columns);
  });
}

test("a database takes all migrations in their order", { skip }, () => {
  const database = migrated();

  for (const [model] of tables) {
    const columns = database.prepare(\`PRAGMA table_info(\${model.table})\`).all().map(({ name }) => name);
    assert.deepEqual(columns, model.columns);
  }
});
${uniqueTest(entities)}${referenceTest(entities)}`;
}
