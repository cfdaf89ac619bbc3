import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Env } from "./deps.ts";

export type ApiDocument = ReturnType<OpenAPIHono<Env>["getOpenAPI31Document"]>;
type PathItem = NonNullable<ApiDocument["paths"]>[string];
export type ApiOperation = NonNullable<PathItem["get"]>;

export const methods = ["get", "post", "put", "patch", "delete"] as const;

const problemSchema = {
  type: "object" as const,
  description: "RFC 9457. Branch on `type`; `error` is one plain sentence for people.",
  required: ["type", "title", "status", "detail", "error", "retryable", "remedy", "instance", "requestId"],
  properties: {
    type: { type: "string" as const, examples: ["/problems/workflow-not-found"] },
    title: { type: "string" as const },
    status: { type: "integer" as const },
    detail: { type: "string" as const },
    error: { type: "string" as const },
    instance: { type: "string" as const },
    requestId: { type: "string" as const },
    retryable: { type: "boolean" as const },
    retryAfter: { type: "integer" as const },
    remedy: {
      type: "array" as const,
      items: { type: "object" as const, properties: { text: { type: "string" as const } } },
    },
    errors: {
      type: "array" as const,
      items: {
        type: "object" as const,
        required: ["pointer", "code", "message"],
        properties: {
          pointer: { type: "string" as const },
          code: { type: "string" as const },
          message: { type: "string" as const },
          expected: { type: "string" as const },
        },
      },
    },
  },
};

const problemResponse = {
  description: "A problem",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header" as const,
  required: false,
  description: "1 to 255 printable ASCII characters; the same key has the same effect and answer for 24 hours",
  schema: { type: "string" as const },
};

/** What holds for all operations, added once: every one may answer with a problem. */
function complete(operation: ApiOperation, method: string): void {
  operation.responses = { ...operation.responses, default: problemResponse };
  if (method === "post") operation.parameters = [...(operation.parameters ?? []), idempotencyKey];
}

/** The OpenAPI 3.1 document of a set of routes. */
export function apiDocument(routes: Pick<OpenAPIHono<Env>, "getOpenAPI31Document">, version: string): ApiDocument {
  const document = routes.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "vteam",
      version,
      description: "Turns a feature request into a reviewed branch. Git is the source of truth.",
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    security: [{ bearer: [] }],
  });
  for (const item of Object.values(document.paths ?? {}))
    for (const method of methods) if (item[method] !== undefined) complete(item[method], method);
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: problemSchema },
    securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
  };
  return document;
}
