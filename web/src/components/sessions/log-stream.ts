import type { SessionEvent } from "#domain/session-event.ts";
import { followEvents } from "#web/live/event-stream.ts";
import type { SessionLog } from "./session-log.ts";

/** Follows a log from its last event until it has ended. Events that come twice are taken once. */
export async function followLog(log: SessionLog, url: string, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  let heardAt = Date.now();
  await followEvents({
    url,
    lastEventId: log.lastSeq > 0 ? String(log.lastSeq) : undefined,
    signal: AbortSignal.any([signal, over.signal]),
    onOpen: () => {
      heardAt = Date.now();
      log.setState({ kind: "live" });
    },
    onHeard: () => {
      heardAt = Date.now();
    },
    onEvent: ({ event, data }) => {
      if (event === "reset") return log.clear();
      log.append([JSON.parse(data) as SessionEvent]);
      // The server would say so at the next attempt; this saves it.
      if (event === "log.end") over.abort();
    },
    onDown: () => log.setState({ kind: "reconnecting", since: heardAt }),
  });
  // Ended, or no longer for us: either way nothing will come, and the session itself says why.
  if (!signal.aborted) log.setState({ kind: "ended" });
}
