import type { Entity, Field } from "#adapters/offline-model/feature/entity.ts";
import { hasExpiry, modelFile, modelName } from "./javascript-model.ts";

/** From a test to the root of its repository. */
const UP = "../../";

const SAMPLES: Readonly<Record<Field["kind"], unknown>> = {
  text: "some text",
  email: "ada@example.com",
  time: "2030-01-01T00:00:00.000Z",
  reference: "5d0c7c1e-0000-4000-8000-000000000001",
  choice: "",
  flag: false,
};

const WRONG: Readonly<Record<Field["kind"], unknown>> = {
  text: 7,
  email: "not an address",
  time: "yesterday",
  reference: 7,
  choice: "something else",
  flag: "yes",
};

const sampleOf = (field: Field): unknown => field.choices?.[0] ?? SAMPLES[field.kind];

/** A record that obeys the model; optional times are left out, since they mean that something happened. */
function sampleRecord(entity: Entity): string {
  const fields = entity.fields.filter(({ kind, isRequired }) => isRequired || kind !== "time");
  return fields.map((field) => `  ${field.name}: ${JSON.stringify(sampleOf(field))},`).join("\n");
}

const wrongRecord = (entity: Entity): string =>
  entity.fields.map((field) => `    ${field.name}: ${JSON.stringify(WRONG[field.kind])},`).join("\n");

function secretTest(entity: Entity, name: string): string {
  const secrets = entity.fields.filter(({ isSecret }) => isSecret === true).map((field) => field.name);
  if (secrets.length === 0) return "";
  const checks = secrets.map((secret) => `  assert.ok(!("${secret}" in shown));`).join("\n");
  return `
test("never shows ${secrets.join(" or ")}", () => {
  const shown = ${name}.toPublic(${name}.create(valid));

${checks}
  assert.ok("id" in shown);
});
`;
}

function emailTest(entity: Entity, name: string): string {
  if (!entity.fields.some(({ kind }) => kind === "email")) return "";
  return `
test("treats an address in any case as the same one", () => {
  const record = ${name}.create({ ...valid, email: " Ada@Example.COM " });

  assert.equal(record.email, "ada@example.com");
});
`;
}

function expiryTest(entity: Entity, name: string): string {
  if (!hasExpiry(entity)) return "";
  return `
test("counts until it expires or is revoked", () => {
  const record = ${name}.create({ ...valid, expires_at: "2030-01-01T00:00:00.000Z" });

  assert.equal(isActive(record, new Date("2029-12-31T23:59:59.999Z")), true);
  assert.equal(isActive(record, new Date("2030-01-01T00:00:00.000Z")), false);
  assert.equal(isActive({ ...record, revoked_at: "2029-01-01T00:00:00.000Z" }, new Date("2029-06-01")), false);
});
`;
}

/** Tests of one model: what it keeps, refuses and hides. */
export function modelTests(entity: Entity, suffix: string): string {
  const name = modelName(entity);
  const required = entity.fields.filter(({ isRequired }) => isRequired).map((field) => `"${field.name} is required"`);
  const imported = hasExpiry(entity) ? `${name}, isActive` : name;
  return `import assert from "node:assert/strict";
import { test } from "node:test";
import { ${imported} } from "${UP}src/models/${modelFile(entity)}${suffix}";

const valid = {
${sampleRecord(entity)}
};

test("keeps a valid record and gives it an id and times", () => {
  const now = new Date("2026-01-02T03:04:05.000Z");

  const record = ${name}.create(valid, now);

  assert.match(record.id, /^[0-9a-f-]{36}$/);
  assert.equal(record.created_at, "2026-01-02T03:04:05.000Z");
  assert.deepEqual(Object.keys(record), ${name}.columns);
});

test("gives each record an id of its own", () => {
  assert.notEqual(${name}.create(valid).id, ${name}.create(valid).id);
});

test("names every required field that is missing", () => {
  assert.deepEqual(${name}.faultsOf({}), [${required.join(", ")}]);
});

test("refuses a record with wrong values and names each of them", () => {
  const wrong = {
${wrongRecord(entity)}
  };

  assert.equal(${name}.faultsOf(wrong).length, ${entity.fields.length});
  assert.throws(() => ${name}.create(wrong), { name: "InvalidRecord" });
});

test("refuses a field it does not know", () => {
  assert.deepEqual(${name}.faultsOf({ ...valid, surprise: 1 }), ["surprise is not a field"]);
});
${emailTest(entity, name)}${secretTest(entity, name)}${expiryTest(entity, name)}`;
}
