import { randomBytes, timingSafeEqual } from "node:crypto";
import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  request as requestHttp,
  type ServerResponse,
} from "node:http";
import { request as requestHttps } from "node:https";
import { Secret } from "#domain/secret.ts";
import type { ModelEndpoint, OpenModel } from "#ports/model-endpoint.ts";

const ALLOWED_PATHS = new Set(["/v1/messages", "/v1/messages/count_tokens"]);

/** Headers that belong to one connection or carry a credential: never passed on. */
const DROPPED = new Set([
  "host",
  "connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "authorization",
  "x-api-key",
]);

interface Upstream {
  baseUrl: URL;
  apiKey: Secret;
}

/** Lets an agent use Claude without the key: a proxy on the loopback that swaps its own token for the key. */
export function anthropicEndpoint(options: { baseUrl: string; apiKey: Secret; displayName?: string }): ModelEndpoint {
  const upstream = { baseUrl: new URL(options.baseUrl), apiKey: options.apiKey };
  return { open: () => openProxy(upstream, options.displayName ?? "Claude") };
}

async function openProxy(upstream: Upstream, displayName: string): Promise<OpenModel> {
  const token = new Secret(`vteam-${randomBytes(32).toString("base64url")}`);
  const server = createServer((request, response) => answer(upstream, token, request, response));
  const port = await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address === "object" && address !== null) resolve(address.port);
    });
  });
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    token,
    displayName,
    isPaid: true,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(upstream: Upstream, token: Secret, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? "/", "http://proxy");
  if (!carries(request, token)) refuse(response, 401, "authentication_error", "This token is not valid here.");
  else if (request.method !== "POST" || !ALLOWED_PATHS.has(pathname))
    refuse(response, 404, "not_found_error", "Only model requests are served here.");
  else forward(upstream, pathname + search, request, response);
}

function carries(request: IncomingMessage, token: Secret): boolean {
  const bearer = request.headers.authorization?.replace(/^Bearer /, "");
  const [given, expected] = [request.headers["x-api-key"] ?? bearer, Buffer.from(token.reveal())];
  if (typeof given !== "string") return false;
  const bytes = Buffer.from(given);
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}

/** Bodies stream through in both directions and are never kept. */
function forward(
  { baseUrl, apiKey }: Upstream,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const headers = { ...passedOn(request), "x-api-key": apiKey.reveal() };
  const target = new URL(baseUrl.pathname.replace(/\/$/, "") + path, baseUrl);
  const send = target.protocol === "https:" ? requestHttps : requestHttp;
  const onward: ClientRequest = send(target, { method: "POST", headers }, (incoming) => {
    response.writeHead(incoming.statusCode ?? 502, passedOn(incoming));
    incoming.pipe(response);
    incoming.on("error", () => response.destroy());
    incoming.on("aborted", () => response.destroy());
  });
  onward.on("error", () => {
    if (response.headersSent) response.destroy();
    else refuse(response, 502, "api_error", "The model server cannot be reached.");
  });
  response.on("close", () => onward.destroy());
  request.pipe(onward);
}

const passedOn = (message: IncomingMessage) =>
  Object.fromEntries(Object.entries(message.headers).filter(([name]) => !DROPPED.has(name)));

function refuse(response: ServerResponse, status: number, type: string, message: string): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ type: "error", error: { type, message } }));
}
