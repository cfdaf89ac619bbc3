import * as z from "zod";
import { type SessionEvent, SessionEventBody } from "#domain/session-event.ts";
import type { Client } from "#http/client.ts";
import { serverEvents } from "./event-stream.ts";

const Envelope = z.looseObject({
  seq: z.int(),
  sessionId: z.string(),
  attempt: z.int().default(1),
  timestamp: z.number(),
  type: z.string(),
  payload: z.unknown(),
});

/** An event of the log; undefined for a type that this version does not know. */
export function parseSessionEvent(json: unknown): SessionEvent | undefined {
  const envelope = Envelope.safeParse(json);
  if (!envelope.success) return undefined;
  const { seq, sessionId, attempt, timestamp, type, payload } = envelope.data;
  const body = SessionEventBody.safeParse({ type, payload });
  return body.success ? { seq, sessionId, attempt, timestamp, ...body.data } : undefined;
}

/** The log of a session from its beginning, then live until nothing follows. */
export async function* sessionEvents(
  client: Client,
  param: { project: string; name: string },
  signal?: AbortSignal,
): AsyncGenerator<SessionEvent> {
  const events = client.api.projects[":project"]["agentic-sessions"][":name"].events;
  const open = (last: string | undefined, ended: AbortSignal) =>
    events.$get(
      { param, query: {} },
      { headers: last === undefined ? {} : { "Last-Event-ID": last }, init: { signal: ended } },
    );
  for await (const { data } of serverEvents(open, signal)) {
    const event = parseSessionEvent(JSON.parse(data));
    if (event !== undefined) yield event;
    if (event?.type === "log.end") return;
  }
}
