import { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import { type PageRequest, positionOf } from "#app/page.ts";
import { Problem } from "#domain/problem.ts";
import type { Env } from "./deps.ts";
import { fieldProblem } from "./field-errors.ts";

/** An empty set of routes whose requests are checked; all bad fields end in one problem. */
export const newRoutes = () =>
  new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (!result.success) throw fieldProblem(result.target, result.error.issues);
    },
  });

/** A JSON body that must be there. */
export const jsonBody = <S extends z.ZodType>(schema: S) => ({
  content: { "application/json": { schema } },
  required: true as const,
});

/** An answer with a JSON body. */
export const answers = <S extends z.ZodType>(description: string, schema: S) => ({
  description,
  content: { "application/json": { schema } },
});

/** A stream of server-sent events. */
export const eventStream = (description: string) => ({
  description,
  content: { "text/event-stream": { schema: z.string() } },
});

// Any text is taken: what does not exist is a 404 of the object, not a bad field.
const Name = z.string();
export const ProjectParam = z.object({ project: Name });
export const RfeParam = ProjectParam.extend({ id: Name });
export const SessionParam = ProjectParam.extend({ name: Name });
export const OperationParam = ProjectParam.extend({ op: Name });

export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().max(500).optional(),
});

export const pageRequest = ({ limit, cursor }: z.infer<typeof PageQuery>): PageRequest => ({
  limit: limit ?? 50,
  ...(cursor === undefined ? {} : { before: positionOf(cursor) }),
});

export const NextCursor = z.string().nullable();

/** A version as the ETag of HTTP. */
export const etagOf = (version: string): string => `"${version}"`;

/** The version that If-Match names. Error: "precondition-required". */
export function ifMatch(header: string | undefined): string {
  const version = /^(?:W\/)?"([^"]{1,64})"$/.exec(header?.trim() ?? "")?.[1];
  if (version !== undefined) return version;
  throw new Problem("precondition-required");
}
