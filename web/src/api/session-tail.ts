import { useEffect, useState } from "react";
import type { SessionEvent } from "#domain/session-event.ts";
import { followEvents } from "#web/live/event-stream.ts";
import { client, within } from "./client.ts";

const one = client.api.projects[":project"]["agentic-sessions"][":name"];

/** The newest thing that happened in a session, as it happens; undefined until there is one. */
export function useLastEvent(project: string, name: string, isLive: boolean): SessionEvent | undefined {
  const [last, setLast] = useState<SessionEvent>();
  useEffect(() => {
    if (!isLive) return;
    const left = new AbortController();
    const follow = async (): Promise<void> => {
      const page = await one.messages.$get({ param: { project, name }, query: { limit: 1 } }, within(left.signal));
      const { lastSeq } = await page.json();
      await followEvents({
        url: one.events.$url({ param: { project, name }, query: {} }).pathname,
        lastEventId: String(Math.max(0, lastSeq - 3)),
        signal: left.signal,
        onOpen: () => {},
        onHeard: () => {},
        onDown: () => {},
        onEvent: ({ event, data }) => {
          if (shownTypes.some((type) => type === event)) setLast(JSON.parse(data) as SessionEvent);
        },
      });
    };
    // The card says the same without this line; the session's own page tells what is wrong.
    follow().catch(() => {});
    return () => left.abort();
  }, [project, name, isLive]);
  return last;
}

const shownTypes = ["tool.use", "agent.message", "git", "system.message"] as const;
