import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { cursorOf } from "#app/page.ts";
import { deleteSession } from "#app/session-delete.ts";
import { SessionView as PlainSessionView, type SeenSession, sessionView } from "#app/session-view.ts";
import { createSession, getSession, listSessions, renameSession } from "#app/sessions.ts";
import { Problem } from "#domain/problem.ts";
import { NewSession, SessionPhase } from "#domain/session.ts";
import type { Server } from "#http/deps.ts";
import {
  answers,
  etagOf,
  jsonBody,
  NextCursor,
  newRoutes,
  PageQuery,
  ProjectParam,
  pageRequest,
  SessionParam,
} from "#http/route.ts";

export const SessionView = PlainSessionView.openapi("AgenticSession");
export const CreatedSession = PlainSessionView.extend({ message: z.string(), uid: z.string() }).openapi(
  "CreatedAgenticSession",
);
export const SessionPage = z.object({ items: z.array(SessionView), nextCursor: NextCursor });

const SessionQuery = PageQuery.extend({
  phase: SessionPhase.optional(),
  workflow: z.string().max(63).optional(),
  q: z.string().max(200).optional(),
});
const Rename = z.looseObject({ displayName: z.string().trim().max(120) });
// A queued session changes its place without a write, so its version says too little to be an ETag.
export const versionOf = ({ session, queue }: SeenSession): Record<string, string> =>
  queue === undefined ? { ETag: etagOf(session.metadata.resourceVersion) } : {};

export const createdView = (seen: SeenSession) => ({
  ...sessionView(seen),
  message: "Agentic session created successfully",
  uid: seen.session.metadata.uid,
});
export const locationOf = ({ session: { metadata } }: SeenSession) =>
  `/api/projects/${metadata.project}/agentic-sessions/${metadata.name}`;

const tags = ["Sessions"];
const all = "/api/projects/{project}/agentic-sessions" as const;
const one = "/api/projects/{project}/agentic-sessions/{name}" as const;

const list = createRoute({
  method: "get",
  path: all,
  tags,
  summary: "List sessions",
  request: { params: ProjectParam, query: SessionQuery },
  responses: { 200: answers("Newest first", SessionPage) },
});
const create = createRoute({
  method: "post",
  path: all,
  tags,
  summary: "Start a session (guide, phases 4 to 8)",
  request: { params: ProjectParam, body: jsonBody(NewSession) },
  responses: { 201: answers("The session is accepted and will run", CreatedSession) },
});
const get = createRoute({
  method: "get",
  path: one,
  tags,
  summary: "Read a session",
  request: { params: SessionParam },
  responses: { 200: answers("The session", SessionView) },
});
const rename = createRoute({
  method: "put",
  path: one,
  tags,
  summary: "Rename a session",
  request: { params: SessionParam, body: jsonBody(Rename) },
  responses: { 200: answers("The renamed session", SessionView) },
});
const remove = createRoute({
  method: "delete",
  path: one,
  tags,
  summary: "Delete a session; a running one is stopped first",
  request: { params: SessionParam },
  responses: { 204: { description: "It is gone; what it pushed stays" } },
});
/** Only displayName may change; everything else was accepted once and for all. */
function newDisplayName({ displayName, ...others }: z.infer<typeof Rename>): string {
  const fields = Object.keys(others);
  if (fields.length === 0) return displayName;
  throw new Problem("session-immutable", {
    sentence: `A session's ${fields.join(", ")} cannot change; clone it instead.`,
  });
}

export const sessionRoutes = (server: Server) =>
  newRoutes()
    .openapi(list, async (c) => {
      const { limit, cursor, ...filter } = c.req.valid("query");
      const query = { ...filter, ...pageRequest({ limit, cursor }) };
      const { items, next } = await listSessions(server, c.var.actor, c.req.valid("param").project, query);
      return c.json({ items: items.map(sessionView), nextCursor: cursorOf(next) }, 200);
    })
    .openapi(create, async (c) => {
      const { project } = c.req.valid("param");
      const seen = await createSession(server, c.var.actor, project, c.req.valid("json"), c.req.raw.signal);
      return c.json(createdView(seen), 201, { ...versionOf(seen), Location: locationOf(seen) });
    })
    .openapi(get, async (c) => {
      const { project, name } = c.req.valid("param");
      const seen = await getSession(server, c.var.actor, project, name);
      return c.json(sessionView(seen), 200, versionOf(seen));
    })
    .openapi(rename, async (c) => {
      const displayName = newDisplayName(c.req.valid("json"));
      const seen = await renameSession(server, c.var.actor, c.req.valid("param"), displayName);
      return c.json(sessionView(seen), 200, versionOf(seen));
    })
    .openapi(remove, async (c) => {
      await deleteSession(server, c.var.actor, c.req.valid("param"), c.req.raw.signal);
      return c.body(null, 204);
    });
