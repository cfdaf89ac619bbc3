import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { cloneSession } from "#app/session-clone.ts";
import { sessionView } from "#app/session-view.ts";
import { stopSession } from "#app/sessions.ts";
import { ProjectName } from "#domain/project-name.ts";
import { NewSession } from "#domain/session.ts";
import type { Server } from "#http/deps.ts";
import { answers, newRoutes, SessionParam } from "#http/route.ts";
import { CreatedSession, createdView, locationOf, SessionView, versionOf } from "./sessions.ts";

const Clone = z.strictObject({
  targetProject: z.string().max(63).optional(),
  newSessionName: ProjectName.optional(),
  prompt: NewSession.shape.prompt.optional(),
});
const Stop = z.strictObject({ reason: z.string().trim().min(1).max(500).optional() });

const tags = ["Sessions"];
const one = "/api/projects/{project}/agentic-sessions/{name}" as const;

const stop = createRoute({
  method: "post",
  path: `${one}/stop`,
  tags,
  summary: "Ask a session to end",
  request: { params: SessionParam, body: { content: { "application/json": { schema: Stop } } } },
  responses: { 202: answers("It will end as Stopped", SessionView) },
});
const clone = createRoute({
  method: "post",
  path: `${one}/clone`,
  tags,
  summary: "Run a session again as a new one",
  request: { params: SessionParam, body: { content: { "application/json": { schema: Clone } } } },
  responses: { 201: answers("The new session", CreatedSession) },
});

/** What can be done with a session besides reading and deleting it. */
export const sessionActionRoutes = (server: Server) =>
  newRoutes()
    .openapi(stop, async (c) => {
      const seen = await stopSession(server, c.var.actor, c.req.valid("param"), c.req.valid("json").reason);
      return c.json(sessionView(seen), 202);
    })
    .openapi(clone, async (c) => {
      const seen = await cloneSession(server, c.var.actor, c.req.valid("param"), c.req.valid("json"), c.req.raw.signal);
      return c.json(createdView(seen), 201, { ...versionOf(seen), Location: locationOf(seen) });
    });
