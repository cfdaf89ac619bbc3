import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { logPage, logStreamUrl } from "#web/api/session-events.ts";
import type { SessionKey } from "#web/api/sessions.ts";
import { openLog } from "./log-loader.ts";
import { followLog } from "./log-stream.ts";
import { type LogView, type Schedule, SessionLog } from "./session-log.ts";

/** In a log of this length every change costs the browser some milliseconds. */
const LONG = 5_000;
const LONG_MS = 150;

/** Once per frame; less often in long logs, and in pages that nobody sees, which have no frames. */
const schedule: Schedule = (events, draw) => {
  if (document.hidden || events > LONG) setTimeout(draw, LONG_MS);
  else requestAnimationFrame(draw);
};

interface OpenSessionLog {
  log: SessionLog;
  view: LogView;
  retry: () => void;
}

/** The log of a session, loaded from where the reader begins and followed to its end. */
export function useSessionLog({ project, name }: SessionKey, event: number | undefined): OpenSessionLog {
  const [log, setLog] = useState(() => new SessionLog(schedule));
  const [first] = useState(event);
  const retry = useCallback(() => setLog(new SessionLog(schedule)), []);
  useEffect(() => {
    const leaving = new AbortController();
    const key = { project, name };
    const source = {
      page: (after: number, limit: number, signal: AbortSignal) => logPage(key, after, limit, signal),
      follow: (followed: SessionLog, signal: AbortSignal) => followLog(followed, logStreamUrl(key), signal),
    };
    openLog(log, source, first, leaving.signal).catch((error: unknown) => {
      if (!leaving.signal.aborted) log.setState({ kind: "failed", error });
    });
    return () => leaving.abort();
  }, [log, project, name, first]);
  const view = useSyncExternalStore(log.subscribe, log.view);
  return { log, view, retry };
}
