import { createParser, type EventSourceMessage } from "eventsource-parser";
import { apiFetch } from "#web/api/client.ts";
import { ApiProblem } from "#web/api/problem.ts";

interface StreamListener {
  onOpen(): void;
  onEvent(event: EventSourceMessage): void;
  /** Bytes came, be it only a heartbeat. */
  onHeard(): void;
  /** The stream broke; the next attempt follows by itself. */
  onDown(): void;
}

interface StreamOptions extends StreamListener {
  url: string;
  /** Where to resume; the stream keeps it up to date by itself. */
  lastEventId?: string | undefined;
  signal: AbortSignal;
}

// The server beats every 15 s: two missed beats and a little more.
const SILENCE_MS = 35_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;

/** What the server will say again, however often it is asked: no longer there, or not for us. */
const isFinal = (error: unknown): boolean =>
  error instanceof ApiProblem && error.status >= 400 && error.status < 500 && !error.document.retryable;

/** Waits, but not past the moment when the browser is online again or the signal aborts. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      window.removeEventListener("online", finish);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    window.addEventListener("online", finish);
    signal.addEventListener("abort", finish);
  });
}

/** Aborts when nothing was heard for too long, when the browser goes offline, or with the outer signal. */
function watchdog(outer: AbortSignal): { signal: AbortSignal; heard: () => void; end: () => void } {
  const inner = new AbortController();
  const cut = (): void => inner.abort();
  let timer = setTimeout(cut, SILENCE_MS);
  window.addEventListener("offline", cut);
  return {
    signal: AbortSignal.any([outer, inner.signal]),
    heard: () => {
      clearTimeout(timer);
      timer = setTimeout(cut, SILENCE_MS);
    },
    end: () => {
      clearTimeout(timer);
      window.removeEventListener("offline", cut);
      inner.abort();
    },
  };
}

/** One connection, until it ends. Unlike EventSource it hears heartbeats, sees the status, and resumes where told. */
async function readOnce(options: StreamOptions, resume: { id: string | undefined }): Promise<"ended" | "cut"> {
  const dog = watchdog(options.signal);
  const parser = createParser({
    onEvent: (event) => {
      resume.id = event.id ?? resume.id;
      options.onEvent(event);
    },
  });
  try {
    const headers = { Accept: "text/event-stream", ...(resume.id === undefined ? {} : { "Last-Event-ID": resume.id }) };
    const response = await apiFetch(options.url, { headers, signal: dog.signal, cache: "no-store" });
    if (response.status === 204 || response.body === null) return "ended";
    options.onOpen();
    for await (const chunk of textOf(response.body)) {
      dog.heard();
      options.onHeard();
      parser.feed(chunk);
    }
    return "cut";
  } finally {
    dog.end();
  }
}

async function* textOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
}

/** Follows a stream of server-sent events until the signal aborts, it ends for good, or the server refuses it. */
export async function followEvents(options: StreamOptions): Promise<void> {
  const { signal } = options;
  const resume = { id: options.lastEventId };
  let wait = FIRST_RETRY_MS;
  while (!signal.aborted) {
    const startedAt = Date.now();
    try {
      if ((await readOnce(options, resume)) === "ended") return;
    } catch (error) {
      if (signal.aborted || isFinal(error)) return;
    }
    if (signal.aborted) return;
    options.onDown();
    if (Date.now() - startedAt > LAST_RETRY_MS) wait = FIRST_RETRY_MS;
    // Spread out, so that a restarted server does not meet all its tabs at once.
    await pause(wait * (0.75 + Math.random() / 2), signal);
    wait = Math.min(wait * 2, LAST_RETRY_MS);
  }
}
