import { type Frame, type FrameSource, greeting, heartbeat } from "./event-frame.ts";

const BEAT_MS = 15_000;
/** A reader that takes nothing for this many beats is cut; it comes back with the last id it saw. */
const PATIENCE_BEATS = 4;
const RIGHTS_BEATS = 4;

export interface Subscription {
  source: FrameSource;
  /** The last position the reader has seen. */
  after: number;
  /** Sent before anything else. */
  first?: Uint8Array | undefined;
  /** Asked once a minute; false ends the stream. */
  isStillAllowed: () => Promise<boolean>;
}

/** All streams that are open, so that they can be counted and ended together. */
export class EventStreams {
  readonly #open = new Set<Reader>();
  slowReaders = 0;

  get size(): number {
    return this.#open.size;
  }

  open(subscription: Subscription): Response {
    const reader = new Reader(subscription, (wasSlow) => {
      this.#open.delete(reader);
      if (wasSlow) this.slowReaders++;
    });
    this.#open.add(reader);
    return new Response(reader.stream, {
      headers: { "Content-Type": "text/event-stream", "X-Accel-Buffering": "no" },
    });
  }

  closeAll(): void {
    for (const reader of this.#open) reader.end();
  }
}

/**
 * One reader of a source. It holds a position and at most one chunk: a slow reader costs no memory, it only falls
 * behind and is then served from the log.
 */
class Reader {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #subscription: Subscription;
  readonly #onEnd: (wasSlow: boolean) => void;
  readonly #unsubscribe: () => void;
  readonly #timer: NodeJS.Timeout;
  #position: number;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #wake: (() => void) | undefined;
  #beats = 0;
  #unreadBeats = 0;
  #beatIsDue = false;
  #isOver = false;

  constructor(subscription: Subscription, onEnd: (wasSlow: boolean) => void) {
    this.#subscription = subscription;
    this.#position = subscription.after;
    this.#onEnd = onEnd;
    this.#unsubscribe = subscription.source.onMore(() => this.#wake?.());
    this.#timer = setInterval(() => this.#beat(), BEAT_MS).unref();
    this.stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
        controller.enqueue(greeting);
        if (subscription.first !== undefined) controller.enqueue(subscription.first);
      },
      pull: () => this.#pull(),
      cancel: () => this.#release(false),
    });
  }

  end(): void {
    if (this.#isOver) return;
    this.#release(false);
    this.#controller?.close();
  }

  async #pull(): Promise<void> {
    this.#unreadBeats = 0;
    while (!this.#isOver) {
      // Set before looking, so that what arrives while we look is not missed.
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      const frames = await this.#subscription.source.after(this.#position);
      if (this.#isOver) return;
      if (frames.length > 0) return this.#send(frames);
      if (this.#beatIsDue) return this.#sendBeat();
      await promise;
    }
  }

  #send(frames: readonly Frame[]): void {
    const last = frames.at(-1);
    if (last === undefined) return;
    this.#position = last.position;
    this.#beatIsDue = false;
    this.#controller?.enqueue(Buffer.concat(frames.map(({ bytes }) => bytes)));
    if (last.isLast) this.end();
  }

  #sendBeat(): void {
    this.#beatIsDue = false;
    this.#controller?.enqueue(heartbeat);
  }

  #beat(): void {
    this.#beats++;
    this.#unreadBeats++;
    this.#beatIsDue = true;
    const isStalled = (this.#controller?.desiredSize ?? 0) <= 0 && this.#unreadBeats > PATIENCE_BEATS;
    if (isStalled) {
      this.#release(true);
      this.#controller?.error(new Error("the reader is too slow"));
      return;
    }
    if (this.#beats % RIGHTS_BEATS === 0) void this.#checkRights();
    this.#wake?.();
  }

  async #checkRights(): Promise<void> {
    const isAllowed = await this.#subscription.isStillAllowed().catch(() => false);
    if (!isAllowed) this.end();
  }

  #release(wasSlow: boolean): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#timer);
    this.#unsubscribe();
    this.#wake?.();
    this.#onEnd(wasSlow);
  }
}
