import type { Agent, ClientRequest, IncomingHttpHeaders, IncomingMessage } from "node:http";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { createGunzip, type Gunzip } from "node:zlib";
import { broken, WireFault } from "./wire-fault.ts";

export interface Timeouts {
  /** Until the connection, TLS included, stands. */
  connectMs: number;
  /** Longest silence in either direction. */
  idleMs: number;
  totalMs: number;
}

export interface Exchange {
  url: URL;
  method: "GET" | "POST";
  headers: Readonly<Record<string, string>>;
  authorization: string | undefined;
  body: Uint8Array | undefined;
  agent: Agent;
  timeouts: Timeouts;
  limits: ExchangeLimits;
}

export interface ExchangeLimits {
  /** Most bytes on the wire. */
  wireBytes: number;
  /** Most bytes once unpacked. */
  bodyBytes: number;
  /** true: end the exchange at that many bytes on the wire and keep them. */
  cut?: boolean;
}

export interface ExchangeAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  isCut: boolean;
}

/** No answer within a time limit. */
export class Timeout extends Error {}

/** No usable connection. `isStale`: a kept one that the server had closed before it saw this request. */
export class Unreachable extends Error {
  readonly code: string;
  readonly isStale: boolean;

  constructor(cause: unknown, isStale: boolean) {
    super("the server could not be reached", { cause });
    const code: unknown = cause instanceof Error && "code" in cause ? cause.code : undefined;
    this.code = typeof code === "string" && /^[A-Z0-9_]+$/.test(code) ? code : "ERROR";
    this.isStale = isStale;
  }
}

/** One request and its whole answer, within time and size limits. Redirects are answers here. */
export async function exchange(call: Exchange, signal: AbortSignal): Promise<ExchangeAnswer> {
  signal.throwIfAborted();
  const send = call.url.protocol === "https:" ? httpsRequest : httpRequest;
  const request = send(call.url, { method: call.method, headers: call.headers, agent: call.agent });
  // Not among the options: those are printed by Node's own debugging output.
  if (call.authorization !== undefined) request.setHeader("authorization", call.authorization);
  const clocks = startClocks(request, call.timeouts);
  const leave = () => void request.destroy();
  signal.addEventListener("abort", leave);
  try {
    const response = await responseTo(request, call.body);
    return await readAnswer(request, response, call.limits);
  } catch (error) {
    throw clocks.timeout() ?? error;
  } finally {
    clocks.stop();
    signal.removeEventListener("abort", leave);
  }
}

function responseTo(request: ClientRequest, body: Uint8Array | undefined): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  // It stays: an error after the answer began is told by the answer as well, and must not go unheard here.
  request.on("error", (error) => reject(new Unreachable(error, request.reusedSocket)));
  request.once("response", resolve);
  request.end(body);
  return promise;
}

function startClocks(request: ClientRequest, { connectMs, idleMs, totalMs }: Timeouts) {
  let timeout: Timeout | undefined;
  const give = (what: string) => () => {
    timeout ??= new Timeout(`no ${what} in time`);
    request.destroy(timeout);
  };
  const total = setTimeout(give("whole answer"), totalMs);
  const connect = setTimeout(give("connection"), connectMs);
  request.once("socket", (socket) => {
    const connected = () => clearTimeout(connect);
    if (socket.connecting) socket.once("encrypted" in socket ? "secureConnect" : "connect", connected);
    else connected();
  });
  request.setTimeout(idleMs, give("word"));
  const stop = () => {
    clearTimeout(total);
    clearTimeout(connect);
  };
  return { timeout: () => timeout, stop };
}

async function readAnswer(
  request: ClientRequest,
  response: IncomingMessage,
  limits: ExchangeLimits,
): Promise<ExchangeAnswer> {
  const wire: Buffer[] = [];
  let size = 0;
  let isCut = false;
  try {
    for await (const chunk of response) {
      const bytes: Buffer = chunk;
      size += bytes.length;
      wire.push(bytes);
      if (size <= limits.wireBytes) continue;
      request.destroy();
      if (limits.cut !== true) throw new WireFault("large", `more than ${limits.wireBytes} bytes`);
      isCut = true;
      break;
    }
  } catch (error) {
    if (error instanceof WireFault) throw error;
    throw broken("it stopped in the middle of its answer");
  }
  const raw = Buffer.concat(wire);
  const isPacked = /^(x-)?gzip$/i.test(response.headers["content-encoding"] ?? "");
  const unpacked = isPacked ? await unpack(raw, limits.bodyBytes, isCut) : raw;
  return { status: response.statusCode ?? 0, headers: response.headers, body: unpacked, isCut };
}

/** Streaming, so that a small body that would fill the memory is stopped at the limit; of a cut one the start is kept. */
async function unpack(raw: Buffer, limit: number, isCut: boolean): Promise<Buffer> {
  const gunzip: Gunzip = createGunzip();
  gunzip.end(raw);
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of gunzip) {
      const bytes: Buffer = chunk;
      size += bytes.length;
      if (size > limit) throw new WireFault("large", `more than ${limit} bytes once unpacked`);
      parts.push(bytes);
    }
  } catch (error) {
    if (error instanceof WireFault) throw error;
    if (!isCut) throw broken("its compressed answer cannot be unpacked");
  }
  return Buffer.concat(parts);
}
