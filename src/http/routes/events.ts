import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { getProject } from "#app/projects.ts";
import { getSession } from "#app/sessions.ts";
import { Problem } from "#domain/problem.ts";
import type { SessionEvent } from "#domain/session-event.ts";
import type { Server } from "#http/deps.ts";
import { encodeEvent } from "#http/event-frame.ts";
import { answers, eventStream, newRoutes, ProjectParam, SessionParam } from "#http/route.ts";

const After = z.object({ after: z.string().max(40).optional() });
const MessageQuery = After.extend({
  types: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(2_000).default(500),
});
// The log was checked when it was written; here the type is only named, so that clients keep the union.
const EventView = z.custom<SessionEvent>().openapi("SessionEvent", {
  type: "object",
  required: ["seq", "sessionId", "attempt", "type", "timestamp", "payload"],
  properties: {
    seq: { type: "integer" },
    sessionId: { type: "string" },
    attempt: { type: "integer" },
    type: { type: "string" },
    timestamp: { type: "integer", description: "Milliseconds since 1970" },
    payload: { type: "object" },
  },
});

const tags = ["Events"];
const session = "/api/projects/{project}/agentic-sessions/{name}" as const;

const messages = createRoute({
  method: "get",
  path: `${session}/messages`,
  tags,
  summary: "The log of a session, in order",
  request: { params: SessionParam, query: MessageQuery },
  responses: {
    200: answers(
      "A page of it; nextAfter is where the next page begins, complete that nothing will follow",
      z.object({
        sessionId: z.string(),
        messages: z.array(EventView),
        lastSeq: z.int(),
        nextAfter: z.int(),
        complete: z.boolean(),
      }),
    ),
  },
});
const sessionEvents = createRoute({
  method: "get",
  path: `${session}/events`,
  tags,
  summary: "Follow the log of a session; resumes after Last-Event-ID",
  request: { params: SessionParam, query: After },
  responses: {
    200: eventStream("Every later event once, in order; the stream ends after log.end"),
    204: { description: "The log has ended and you have seen all of it" },
  },
});
const projectEvents = createRoute({
  method: "get",
  path: "/api/projects/{project}/events",
  tags,
  summary: "Follow changes of the objects of a project",
  request: { params: ProjectParam },
  responses: { 200: eventStream("An event `change` for each; `reset` when you may have missed some") },
});

/** The last event a reader has seen: its header, or what a plain request says. */
function position(header: string | undefined, after: string | undefined): number {
  const text = header ?? after ?? "0";
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new Problem("bad-event-position", { sentence: `"${text.slice(0, 40)}" is not the number of an event.` });
}

export const eventRoutes = (server: Server) =>
  newRoutes()
    .openapi(messages, async (c) => {
      const key = c.req.valid("param");
      const { after, types, limit } = c.req.valid("query");
      await getSession(server, c.var.actor, key.project, key.name);
      const start = position(undefined, after);
      const { events, lastSeq } = await server.events.read(key, start, limit);
      const wanted = types?.split(",");
      const shown = wanted === undefined ? events : events.filter(({ type }) => wanted.includes(type));
      const nextAfter = events.at(-1)?.seq ?? start;
      const complete = nextAfter === lastSeq && events.at(-1)?.type === "log.end";
      return c.json({ sessionId: key.name, messages: shown, lastSeq, nextAfter, complete }, 200);
    })
    .openapi(sessionEvents, async (c) => {
      const key = c.req.valid("param");
      const { actor } = c.var;
      const asked = position(c.req.header("last-event-id"), c.req.valid("query").after);
      await getSession(server, actor, key.project, key.name);
      const { lastSeq } = await server.events.read(key, 0, 1);
      const isUnknown = asked > lastSeq;
      if (asked === lastSeq && lastSeq > 0) {
        const [last] = (await server.events.read(key, lastSeq - 1, 1)).events;
        if (last?.type === "log.end") return c.body(null, 204);
      }
      const after = isUnknown ? lastSeq : asked;
      const first = isUnknown ? encodeEvent({ type: "reset", data: { lastSeq } }) : undefined;
      const isStillAllowed = async () => (await getSession(server, actor, key.project, key.name)) !== undefined;
      return server.streams.open({ source: server.hubs.open(key, after), after, first, isStillAllowed });
    })
    .openapi(projectEvents, async (c) => {
      const { project } = c.req.valid("param");
      const { actor } = c.var;
      const lastEventId = c.req.header("last-event-id");
      if (lastEventId !== undefined && !/^[0-9a-f]{1,32}-\d{1,15}$/.test(lastEventId))
        throw new Problem("bad-event-position", { sentence: "Last-Event-ID is not one that this stream gave out." });
      await getProject(server, actor, project);
      const { source, after, isResumed } = server.feeds.open(project, lastEventId);
      const first = isResumed ? undefined : encodeEvent({ type: "reset", data: {} });
      const isStillAllowed = async () => (await getProject(server, actor, project)) !== undefined;
      return server.streams.open({ source, after, first, isStillAllowed });
    });
