import type { SessionEvent } from "#domain/session-event.ts";
import { client, within } from "./client.ts";
import type { SessionKey } from "./sessions.ts";

const one = client.api.projects[":project"]["agentic-sessions"][":name"];

export interface LogPage {
  events: SessionEvent[];
  /** The number of the last event of the whole log. */
  lastSeq: number;
  /** Nothing will follow this page. */
  isEnd: boolean;
}

/** Events after a number, oldest first. */
export async function logPage(key: SessionKey, after: number, limit: number, signal: AbortSignal): Promise<LogPage> {
  const param = { project: key.project, name: key.name };
  const query = { after: String(after), limit };
  const page = await (await one.messages.$get({ param, query }, within(signal))).json();
  return { events: page.messages, lastSeq: page.lastSeq, isEnd: page.complete };
}

/** Where a session's log is followed. */
export const logStreamUrl = ({ project, name }: SessionKey): string =>
  one.events.$url({ param: { project, name }, query: {} }).toString();
