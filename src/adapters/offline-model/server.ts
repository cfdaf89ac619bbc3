import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { Secret } from "#domain/secret.ts";
import type { OpenModel } from "#ports/model-endpoint.ts";
import { readConversation } from "./conversation.ts";
import { type Fault, faultFor } from "./fault.ts";
import { MessagesRequest } from "./messages-request.ts";
import { answerMessage, encodeEvent, streamEvents } from "./messages-stream.ts";
import { nextTurn } from "./script.ts";
import { tokensIn } from "./turn.ts";

export interface OfflineModelOptions {
  /** Milliseconds between pieces of streamed text, so that a person can watch; 0 when absent. */
  paceMs?: number;
}

const MAX_BODY_BYTES = 32 * 1024 * 1024;
const SLOW_MS = 200;

interface Answering {
  paceMs: number;
  closing: AbortSignal;
}

function sendJson(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

function sendError(response: ServerResponse, status: number, type: string, message: string, retryAfter?: number): void {
  const headers: Record<string, string> = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
  sendJson(response, status, { type: "error", error: { type, message } }, headers);
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

function isAuthorized(request: IncomingMessage, token: Secret): boolean {
  const given = request.headers["x-api-key"] ?? request.headers.authorization?.replace(/^Bearer /i, "");
  return typeof given === "string" && timingSafeEqual(digest(given), digest(token.reveal()));
}

/** The body's text, or undefined when it is larger than any conversation gets. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseRequest(text: string): MessagesRequest | undefined {
  try {
    return MessagesRequest.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // not JSON: the caller answers 400
  }
}

async function stream(
  response: ServerResponse,
  message: ReturnType<typeof answerMessage>,
  fault: Fault | undefined,
  { paceMs, closing }: Answering,
): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
  response.flushHeaders();
  if (fault?.kind === "silent") return;
  const wait = fault?.kind === "slow" ? SLOW_MS : paceMs;
  for (const event of streamEvents(message)) {
    if (response.destroyed) return;
    if (fault?.kind === "cut" && event.type === "content_block_stop") {
      response.destroy();
      return;
    }
    response.write(encodeEvent(event));
    if (event.isText && wait > 0) await delay(wait, undefined, { signal: closing });
  }
  response.end();
}

async function answer(
  response: ServerResponse,
  text: string,
  counts: Map<string, number>,
  answering: Answering,
): Promise<void> {
  const request = parseRequest(text);
  if (request === undefined)
    return sendError(response, 400, "invalid_request_error", "This is not a Messages API request.");
  const count = counts.get(request.model) ?? 0;
  counts.set(request.model, count + 1);
  const fault = faultFor(request.model, count);
  if (fault?.kind === "error") return sendError(response, fault.status, fault.type, fault.message, fault.retryAfter);
  const message = answerMessage(nextTurn(readConversation(request)), text);
  if (request.stream) return await stream(response, message, fault, answering);
  // The agent asks again without streaming when streams keep breaking: that must fail as well.
  if (fault?.kind === "cut") response.destroy();
  else if (fault?.kind !== "silent") sendJson(response, 200, message);
}

/** Opens the offline model on the loopback, on a free port, for whoever holds its token. */
export async function openOfflineModel({ paceMs = 0 }: OfflineModelOptions = {}): Promise<OpenModel> {
  const token = new Secret(`offline-${randomBytes(24).toString("base64url")}`);
  const closing = new AbortController();
  const counts = new Map<string, number>();

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    if (!isAuthorized(request, token)) return sendError(response, 401, "authentication_error", "invalid x-api-key");
    const body = await readBody(request);
    if (body === undefined) return sendError(response, 413, "request_too_large", "The request is too large.");
    if (request.method === "POST" && path === "/v1/messages/count_tokens")
      return sendJson(response, 200, { input_tokens: tokensIn(body) });
    if (request.method === "POST" && path === "/v1/messages")
      return await answer(response, body, counts, { paceMs, closing: closing.signal });
    sendError(response, 404, "not_found_error", `There is nothing at ${path}.`);
  }

  const server = createServer((request, response) => {
    // A client that went away, or closing in the middle of a paced answer: there is nobody left to tell.
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    token,
    displayName: "offline model (no AI)",
    isPaid: false,
    async close() {
      closing.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
