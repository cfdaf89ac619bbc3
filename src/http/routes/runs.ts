import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { gitCredential, modelCredential } from "#app/run-credentials.ts";
import { runOrder, takeEvents } from "#app/runs.ts";
import { GitCredentialAnswer, ModelCredentialAnswer, RunOrder } from "#domain/run-order.ts";
import { RunEvent } from "#domain/session-event.ts";
import { requireRun } from "#http/auth.ts";
import type { Server } from "#http/deps.ts";
import { answers, jsonBody, newRoutes, SessionParam } from "#http/route.ts";

const tags = ["Runner"];
const base = "/api/projects/{project}/agentic-sessions/{name}/run" as const;

const order = createRoute({
  method: "get",
  path: base,
  tags,
  summary: "What this run is to do",
  request: { params: SessionParam },
  responses: { 200: answers("The order", RunOrder) },
});
const events = createRoute({
  method: "post",
  path: `${base}/events`,
  tags,
  summary: "Append events of this run; repeating is harmless",
  request: { params: SessionParam, body: jsonBody(z.strictObject({ events: z.array(RunEvent).max(5_000) })) },
  responses: { 200: answers("The last event of this run that is stored", z.object({ lastSeq: z.int() })) },
});
const git = createRoute({
  method: "post",
  path: `${base}/git-credential`,
  tags,
  summary: "A credential for one repository of the session",
  request: {
    params: SessionParam,
    body: jsonBody(
      z.strictObject({ repoIndex: z.int().min(0).max(15), access: z.enum(["read", "write"]).default("read") }),
    ),
  },
  responses: { 200: answers("The credential, or null where none is needed", GitCredentialAnswer) },
});
const model = createRoute({
  method: "post",
  path: `${base}/model-credential`,
  tags,
  summary: "Which model answers, and with which key",
  request: { params: SessionParam },
  responses: { 200: answers("The model", ModelCredentialAnswer) },
});

/** What runners use; the token is good for one attempt at one session. */
export function runRoutes(server: Server) {
  const routes = newRoutes();
  routes.use("/api/projects/:project/agentic-sessions/:name/run/*", requireRun(server.access));
  return routes
    .openapi(order, async (c) => c.json(await runOrder(server, c.var.actor, c.req.valid("param")), 200))
    .openapi(events, async (c) => {
      const lastSeq = await takeEvents(server, c.var.actor, c.req.valid("param"), c.req.valid("json").events);
      return c.json({ lastSeq }, 200);
    })
    .openapi(git, async (c) => {
      return c.json(await gitCredential(server, c.var.actor, c.req.valid("param"), c.req.valid("json")), 200);
    })
    .openapi(model, async (c) => c.json(await modelCredential(server, c.var.actor, c.req.valid("param")), 200));
}
