/** One server-sent event, encoded once however many read it. */
export interface Frame {
  /** Its place in the stream. */
  position: number;
  bytes: Uint8Array;
  /** Nothing follows. */
  isLast: boolean;
}

const encoder = new TextEncoder();

/** `data` is JSON, which has no line breaks of its own. */
export const encodeEvent = (event: { id?: string; type: string; data: unknown }): Uint8Array =>
  encoder.encode(
    `${event.id === undefined ? "" : `id: ${event.id}\n`}event: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`,
  );

export const heartbeat = encoder.encode(": still here\n\n");

/** Opens the stream at once, so that a client knows it is connected before anything happens. */
export const greeting = encoder.encode("retry: 1000\n: connected\n\n");

/** Where frames come from, shared by all who read them. */
export interface FrameSource {
  /** Some frames after a position, oldest first; none when there is nothing new. */
  after(position: number): readonly Frame[] | Promise<readonly Frame[]>;
  /** Calls back when there may be more. */
  onMore(listener: () => void): () => void;
}
