import { setTimeout as delay } from "node:timers/promises";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { CommandFailure } from "./exit-code.ts";

export interface ServerEvent {
  id?: string | undefined;
  event?: string | undefined;
  data: string;
}

interface StreamResponse {
  status: number;
  body: ReadableStream | null;
}

const PATIENCE = 30;
const PAUSE_MS = 1_000;

/**
 * Events of a server-sent stream, from the beginning and across cut connections: a stream is opened again after the last
 * event seen. Ends when the server says that nothing follows (204), when the caller stops reading or the signal aborts; fails when nobody answers for half a minute.
 */
export async function* serverEvents(
  open: (lastEventId: string | undefined, signal: AbortSignal) => Promise<StreamResponse>,
  signal: AbortSignal = new AbortController().signal,
): AsyncGenerator<ServerEvent> {
  let last: string | undefined;
  let failures = 0;
  // Leaving the loop of the caller must also end the request.
  const leaving = new AbortController();
  const ended = AbortSignal.any([signal, leaving.signal]);
  try {
    while (!ended.aborted) {
      try {
        const { status, body } = await open(last, ended);
        if (status === 204) return;
        for await (const event of parsed(body)) {
          last = event.id ?? last;
          failures = 0;
          yield event;
        }
      } catch (error) {
        if (ended.aborted) return;
        if (!isLostConnection(error) || ++failures > PATIENCE) throw error;
      }
      await delay(failures === 0 ? PAUSE_MS / 10 : PAUSE_MS, undefined, { signal: ended, ref: true }).catch(
        () => undefined,
      );
    }
  } finally {
    leaving.abort();
  }
}

/** A restart of the server looks like a refused connection, or like a stream that breaks off (a TypeError of fetch). */
const isLostConnection = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof CommandFailure && error.ending === "unreachable");

function parsed(body: ReadableStream | null): ReadableStream<ServerEvent> {
  if (body === null) throw new TypeError("the stream has no body");
  return body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
}
