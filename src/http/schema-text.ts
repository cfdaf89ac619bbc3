/** The part of JSON Schema that our document uses. */
export interface Schema {
  $ref?: string;
  type?: string | readonly string[];
  enum?: readonly unknown[];
  const?: unknown;
  items?: Schema;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  additionalProperties?: boolean | Schema;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  allOf?: readonly Schema[];
}

const join = (parts: readonly Schema[], sign: string, depth: number): string =>
  parts.map((part) => schemaText(part, depth)).join(` ${sign} `);

function objectText(schema: Schema, depth: number): string {
  const entries = Object.entries(schema.properties ?? {});
  const extra = schema.additionalProperties;
  if (entries.length === 0) return typeof extra === "object" ? `{ [name]: ${schemaText(extra, depth)} }` : "{ … }";
  const pad = "  ".repeat(depth + 1);
  const lines = entries.map(([name, value]) => {
    const mark = schema.required?.includes(name) ? "" : "?";
    return `${pad}${name}${mark}: ${schemaText(value, depth + 1)}`;
  });
  return `{\n${lines.join("\n")}\n${"  ".repeat(depth)}}`;
}

/** A schema as a few lines that people can read, in the manner of TypeScript. */
export function schemaText(schema: Schema, depth = 0): string {
  if (schema.$ref !== undefined) return schema.$ref.split("/").at(-1) ?? "";
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.anyOf !== undefined) return join(schema.anyOf, "|", depth);
  if (schema.oneOf !== undefined) return join(schema.oneOf, "|", depth);
  if (schema.allOf !== undefined) return join(schema.allOf, "&", depth);
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? ["any"]);
  return types.map((type) => typeText(type, schema, depth)).join(" | ");
}

function typeText(type: string, schema: Schema, depth: number): string {
  if (type === "object") return objectText(schema, depth);
  if (type === "array") return `${schemaText(schema.items ?? {}, depth)}[]`;
  return type;
}
