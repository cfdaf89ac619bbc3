import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import {
  cancelOperation,
  getOperation,
  listOperations,
  operationView,
  OperationView as PlainView,
} from "#app/operations.ts";
import { cursorOf } from "#app/page.ts";
import { OperationState } from "#domain/operation.ts";
import type { Server } from "#http/deps.ts";
import { OperationSource } from "#http/operation-source.ts";
import {
  answers,
  etagOf,
  eventStream,
  NextCursor,
  newRoutes,
  OperationParam,
  PageQuery,
  ProjectParam,
  pageRequest,
} from "#http/route.ts";

const OperationView = PlainView.openapi("Operation");
const OperationQuery = PageQuery.extend({
  workflow: z.string().max(63).optional(),
  kind: z.literal("seed").optional(),
  state: OperationState.optional(),
});

const tags = ["Operations"];
const all = "/api/projects/{project}/operations" as const;
const one = "/api/projects/{project}/operations/{op}" as const;

const list = createRoute({
  method: "get",
  path: all,
  tags,
  summary: "List operations",
  request: { params: ProjectParam, query: OperationQuery },
  responses: { 200: answers("Newest first", z.object({ items: z.array(OperationView), nextCursor: NextCursor })) },
});
const get = createRoute({
  method: "get",
  path: one,
  tags,
  summary: "Read an operation and its steps",
  request: { params: OperationParam },
  responses: { 200: answers("The operation", OperationView) },
});
const events = createRoute({
  method: "get",
  path: `${one}/events`,
  tags,
  summary: "Follow an operation to its end",
  request: { params: OperationParam },
  responses: { 200: eventStream("An event `operation` for each state, beginning with the present one") },
});
const cancel = createRoute({
  method: "post",
  path: `${one}/cancel`,
  tags,
  summary: "Cancel an operation before its first push",
  request: { params: OperationParam },
  responses: { 202: answers("It will end as cancelled", OperationView) },
});

export const operationRoutes = (server: Server) =>
  newRoutes()
    .openapi(list, async (c) => {
      const { limit, cursor, workflow, state } = c.req.valid("query");
      const query = { ...pageRequest({ limit, cursor }), workflow, state };
      const { items, next } = await listOperations(server, c.var.actor, c.req.valid("param").project, query);
      return c.json({ items: items.map(operationView), nextCursor: cursorOf(next) }, 200);
    })
    .openapi(get, async (c) => {
      const { project, op } = c.req.valid("param");
      const operation = await getOperation(server, c.var.actor, project, op);
      return c.json(operationView(operation), 200, { ETag: etagOf(operation.metadata.resourceVersion) });
    })
    .openapi(events, async (c) => {
      const { project, op } = c.req.valid("param");
      const { actor } = c.var;
      const operation = await getOperation(server, actor, project, op);
      const isStillAllowed = async () => (await getOperation(server, actor, project, op)) !== undefined;
      const source = new OperationSource(server.stores.operations, operation);
      return server.streams.open({ source, after: 0, isStillAllowed });
    })
    .openapi(cancel, async (c) => {
      const { project, op } = c.req.valid("param");
      return c.json(operationView(await cancelOperation(server, c.var.actor, project, op)), 202);
    });
