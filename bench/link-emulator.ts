import { connect, createServer, type Server, type Socket } from "node:net";

/** A network between two ends of this machine. `mbit` 0 = as fast as it goes. */
export interface LinkProfile {
  rttMs: number;
  mbit: number;
}

export interface Link {
  port: number;
  /** Bytes on the wire and connections since the last reset. `up` is what clients sent. */
  counters: { connections: number; up: number; down: number };
  reset(): void;
  close(): Promise<void>;
}

const FIRST_WINDOW = 14_600;
const LARGEST_WINDOW = 16 << 20;
const LARGEST_CHUNK = 16 << 10;
const HIGH_WATER = 4 << 20;

/** What all connections of one direction share. */
interface Wire {
  bytesPerMs: number;
  busyUntil: number;
}

/**
 * One direction of one connection: half the round trip on the way, slow start from ten segments, bandwidth shared with
 * the other connections, strict order. Nothing is lost and nothing jitters.
 */
class Direction {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #wire: Wire;
  readonly #rttMs: number;
  readonly #notBefore: number;
  readonly #count: (bytes: number) => void;
  readonly #waiting: Buffer[] = [];
  readonly #onTheWay: { at: number; chunk: Buffer }[] = [];
  readonly #acknowledged: { at: number; bytes: number }[] = [];
  #waitingBytes = 0;
  #unacknowledged = 0;
  #window = FIRST_WINDOW;
  #hasEnded = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(from: Socket, to: Socket, wire: Wire, rttMs: number, notBefore: number, count: (bytes: number) => void) {
    this.#from = from;
    this.#to = to;
    this.#wire = wire;
    this.#rttMs = rttMs;
    this.#notBefore = notBefore;
    this.#count = count;
    from.on("data", (chunk: Buffer) => {
      this.#waiting.push(chunk);
      this.#waitingBytes += chunk.length;
      if (this.#waitingBytes > HIGH_WATER) from.pause();
      this.#send();
    });
    from.on("end", () => {
      this.#hasEnded = true;
      this.#finish();
    });
  }

  #send(): void {
    for (let chunk = this.#waiting[0]; chunk !== undefined; chunk = this.#waiting[0]) {
      const room = Math.min(this.#window - this.#unacknowledged, LARGEST_CHUNK);
      if (room <= 0) break;
      if (chunk.length > room) this.#waiting[0] = chunk.subarray(room);
      else this.#waiting.shift();
      this.#depart(chunk.subarray(0, room));
    }
    if (this.#waitingBytes < HIGH_WATER / 4) this.#from.resume();
    this.#schedule();
  }

  #depart(chunk: Buffer): void {
    this.#waitingBytes -= chunk.length;
    this.#unacknowledged += chunk.length;
    this.#count(chunk.length);
    const start = Math.max(performance.now(), this.#wire.busyUntil, this.#notBefore);
    const sent = start + chunk.length / this.#wire.bytesPerMs;
    this.#wire.busyUntil = sent;
    this.#onTheWay.push({ at: sent + this.#rttMs / 2, chunk });
    this.#acknowledged.push({ at: sent + this.#rttMs, bytes: chunk.length });
  }

  #schedule(): void {
    const next = Math.min(this.#onTheWay[0]?.at ?? Infinity, this.#acknowledged[0]?.at ?? Infinity);
    if (this.#timer !== undefined || next === Infinity) return;
    this.#timer = setTimeout(() => this.#arrive(), Math.max(0, next - performance.now()));
  }

  #arrive(): void {
    this.#timer = undefined;
    const now = performance.now() + 0.3;
    for (let first = this.#onTheWay[0]; first !== undefined && first.at <= now; first = this.#onTheWay[0]) {
      this.#onTheWay.shift();
      if (!this.#to.destroyed) this.#to.write(first.chunk);
    }
    for (let first = this.#acknowledged[0]; first !== undefined && first.at <= now; first = this.#acknowledged[0]) {
      this.#acknowledged.shift();
      this.#unacknowledged -= first.bytes;
      this.#window = Math.min(this.#window + first.bytes, LARGEST_WINDOW);
    }
    this.#finish();
    this.#send();
  }

  #finish(): void {
    if (this.#hasEnded && this.#waiting.length === 0 && this.#onTheWay.length === 0) this.#to.end();
  }
}

/** A link in front of a port of this machine. No client byte arrives before a handshake's round trip. */
export async function openLink(targetPort: number, { rttMs, mbit }: LinkProfile): Promise<Link> {
  const counters = { connections: 0, up: 0, down: 0 };
  const wire = (): Wire => ({ bytesPerMs: mbit === 0 ? Infinity : (mbit * 1e6) / 8_000, busyUntil: 0 });
  const [up, down] = [wire(), wire()];
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    counters.connections += 1;
    const target = connect({ port: targetPort, host: "127.0.0.1", noDelay: true, allowHalfOpen: true });
    const born = performance.now();
    const countUp = (bytes: number): void => {
      counters.up += bytes;
    };
    const countDown = (bytes: number): void => {
      counters.down += bytes;
    };
    new Direction(client, target, up, rttMs, born + rttMs, countUp);
    new Direction(target, client, down, rttMs, 0, countDown);
    for (const [one, other] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => sockets.delete(one));
    }
  });
  const port = await portOf(server);
  return {
    port,
    counters,
    reset: () => void Object.assign(counters, { connections: 0, up: 0, down: 0 }),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the link has no port");
  return address.port;
}
