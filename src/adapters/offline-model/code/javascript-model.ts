import type { Entity, Field } from "#adapters/offline-model/feature/entity.ts";

/** The module all models share: rules per kind of field, and records that obey them. */
export const MODEL_MODULE = `import { randomUUID } from "node:crypto";

const isText = (value) => typeof value === "string" && value.trim() !== "";
const isTime = (value) => isText(value) && !Number.isNaN(Date.parse(value));

/** What is wrong with a value of a kind, or nothing. */
const faults = {
  text: (value) => (isText(value) ? undefined : "must be a text"),
  email: (value) => (isText(value) && /^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$/.test(value.trim()) ? undefined : "must be an e-mail address"),
  time: (value) => (isTime(value) ? undefined : "must be an ISO time"),
  reference: (value) => (isText(value) ? undefined : "must be the id of a record"),
  flag: (value) => (typeof value === "boolean" ? undefined : "must be true or false"),
  choice: (value, { choices }) => (choices.includes(value) ? undefined : \`must be one of \${choices.join(", ")}\`),
};

/** A record that breaks its model's rules; \`faults\` lists all of them at once. */
export class InvalidRecord extends Error {
  constructor(table, faults) {
    super(\`\${table}: \${faults.join("; ")}\`);
    this.name = "InvalidRecord";
    this.faults = faults;
  }
}

function normalise(kind, value) {
  if (kind === "email") return value.trim().toLowerCase();
  return kind === "time" ? new Date(value).toISOString() : value;
}

/** Describes a table: which fields a record has, which are required, and which never leave the service. */
export function defineModel(table, fields) {
  const names = Object.keys(fields);

  function faultsOf(input) {
    const unknown = Object.keys(input).filter((name) => !Object.hasOwn(fields, name));
    const wrong = names.flatMap((name) => {
      const field = fields[name];
      const value = input[name];
      if (value === undefined || value === null) return field.required ? [\`\${name} is required\`] : [];
      const fault = faults[field.kind](value, field);
      return fault === undefined ? [] : [\`\${name} \${fault}\`];
    });
    return [...unknown.map((name) => \`\${name} is not a field\`), ...wrong];
  }

  return {
    table,
    columns: ["id", ...names, "created_at", "updated_at"],
    faultsOf,

    /** A new record, complete and normalised; throws InvalidRecord. */
    create(input, now = new Date()) {
      const found = faultsOf(input);
      if (found.length > 0) throw new InvalidRecord(table, found);
      const values = names.map((name) => {
        const { kind } = fields[name];
        const missing = kind === "flag" ? false : null;
        return [name, input[name] == null ? missing : normalise(kind, input[name])];
      });
      const time = now.toISOString();
      return Object.freeze({ id: randomUUID(), ...Object.fromEntries(values), created_at: time, updated_at: time });
    },

    /** The record without what must never be shown. */
    toPublic(record) {
      return Object.fromEntries(Object.entries(record).filter(([name]) => !fields[name]?.secret));
    },
  };
}
`;

export const modelName = (entity: Entity): string =>
  entity.name
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

export const modelFile = (entity: Entity): string => entity.name.replaceAll("_", "-");

function fieldText(field: Field): string {
  const parts = [`kind: "${field.kind}"`];
  if (field.choices !== undefined) parts.push(`choices: [${field.choices.map((choice) => `"${choice}"`).join(", ")}]`);
  if (field.isRequired) parts.push("required: true");
  if (field.isSecret === true) parts.push("secret: true");
  return `  ${field.name}: { ${parts.join(", ")} },`;
}

export const hasExpiry = (entity: Entity): boolean =>
  entity.fields.some(({ name }) => name === "expires_at") && entity.fields.some(({ name }) => name === "revoked_at");

const EXPIRY = `
/** Whether it still counts: neither revoked nor expired. */
export const isActive = (record, now = new Date()) =>
  record.revoked_at === null && Date.parse(record.expires_at) > now.getTime();
`;

/** The module of one entity. */
export function modelModule(entity: Entity, suffix: string): string {
  const purpose = entity.purpose.charAt(0).toUpperCase() + entity.purpose.slice(1);
  const fields = entity.fields.map(fieldText).join("\n");
  return `import { defineModel } from "./model${suffix}";

/** ${purpose}. */
export const ${modelName(entity)} = defineModel("${entity.table}", {
${fields}
});
${hasExpiry(entity) ? EXPIRY : ""}`;
}
