import { EventSourceParserStream } from "eventsource-parser/stream";

export interface SseEvent {
  id?: string | undefined;
  event?: string | undefined;
  data: string;
}

/** Reads a stream of server-sent events until it ends or `enough` says so. */
export async function readEvents(
  response: Response,
  enough: (events: SseEvent[]) => boolean = () => false,
): Promise<SseEvent[]> {
  const events: SseEvent[] = [];
  if (response.body === null) return events;
  const stream = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const event of stream) {
    events.push(event);
    if (enough(events)) break;
  }
  return events;
}
