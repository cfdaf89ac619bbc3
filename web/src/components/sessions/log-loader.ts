import type { LogPage } from "#web/api/session-events.ts";
import type { SessionLog } from "./session-log.ts";

/** As many events as the server gives at once. */
const PAGE = 2_000;
/** What one can see and scroll through at once when a log opens. */
const FIRST = 500;
const AT_ONCE = 3;

export interface LogSource {
  page(after: number, limit: number, signal: AbortSignal): Promise<LogPage>;
  /** Follows the log until it ends or the signal aborts. */
  follow(log: SessionLog, signal: AbortSignal): Promise<void>;
}

/**
 * Opens a log where the reader wants to be: at its end, or around one event. What comes after is followed at once, what
 * came before is loaded behind the reader's back.
 */
export async function openLog(log: SessionLog, source: LogSource, event: number | undefined, signal: AbortSignal) {
  const { lastSeq } = await source.page(0, 1, signal);
  const end = event === undefined || event > lastSeq ? lastSeq : event + FIRST / 2;
  const start = Math.max(0, Math.min(end, lastSeq) - FIRST);
  await forward(log, source, start, signal);
  if (log.view().state.kind === "loading") log.setState({ kind: "live" });
  const following = source.follow(log, signal);
  await backward(log, source, start, signal);
  await following;
}

/** From a place to the end. */
async function forward(log: SessionLog, source: LogSource, start: number, signal: AbortSignal): Promise<void> {
  for (let after = start; ; ) {
    const { events, lastSeq } = await source.page(after, PAGE, signal);
    log.append(events);
    const last = events.at(-1)?.seq ?? after;
    if (last === after || last >= lastSeq) return;
    after = last;
  }
}

/** From the beginning up to a place, a few pages at once; shown in one go, so that the view moves only once. */
async function backward(log: SessionLog, source: LogSource, start: number, signal: AbortSignal): Promise<void> {
  const starts = Array.from({ length: Math.ceil(start / PAGE) }, (_, index) => index * PAGE);
  const pages = new Map<number, LogPage["events"]>();
  const waiting = [...starts];
  const work = async (): Promise<void> => {
    for (let after = waiting.shift(); after !== undefined; after = waiting.shift()) {
      const limit = Math.min(PAGE, start - after);
      pages.set(after, (await source.page(after, limit, signal)).events);
      log.setLoaded(pages.size / starts.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  log.prepend(starts.flatMap((after) => pages.get(after) ?? []));
  log.setLoaded(1);
}
