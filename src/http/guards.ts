import { randomUUID } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { Problem } from "#domain/problem.ts";
import type { Env, HttpDeps } from "./deps.ts";

const MIB = 1024 * 1024;

const strictPolicy = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

/** Every request gets an id, every answer the headers that keep a browser from doing more than it should. */
export const frame: MiddlewareHandler<Env> = async (c, next) => {
  c.set("requestId", randomUUID());
  await next();
  const { headers } = c.res;
  headers.set("X-Request-Id", c.var.requestId);
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("Referrer-Policy", "no-referrer");
  if (!headers.has("Content-Security-Policy")) headers.set("Content-Security-Policy", strictPolicy);
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
};

const nameOf = (host: string): string => host.replace(/:\d+$/, "").toLowerCase();

/** A name that an attacker points at this machine is still not one of ours. */
export const checkHost =
  (deps: Pick<HttpDeps, "allowedHosts">): MiddlewareHandler<Env> =>
  async (c, next) => {
    const host = c.req.header("host") ?? new URL(c.req.url).host;
    if (!deps.allowedHosts().includes(nameOf(host)))
      throw new Problem("host-refused", { sentence: `The host name ${host.slice(0, 200)} is not served here.` });
    await next();
  };

const isRunRoute = (path: string): boolean => /\/agentic-sessions\/[^/]+\/run(\/|$)/.test(path);

/** While shutting down, what runs may still report and people may still look; nothing new begins. */
export const refuseWhileDraining =
  (deps: Pick<HttpDeps, "draining">): MiddlewareHandler<Env> =>
  async (c, next) => {
    const isRead = c.req.method === "GET" || c.req.method === "HEAD";
    if (deps.draining.aborted && !isRead && !isRunRoute(c.req.path))
      throw new Problem("starting", { sentence: "The server is shutting down and takes no new work." });
    await next();
  };

const limits = [
  { matches: isRunRoute, bytes: 16 * MIB },
  { matches: (path: string) => path.endsWith("/agentic-sessions"), bytes: 2 * MIB },
  { matches: () => true, bytes: MIB },
];

const tooLarge = (limitBytes: number): Problem =>
  new Problem("too-large", {
    sentence: `The body is larger than ${limitBytes / MIB} MiB, which is the limit here.`,
    facts: { limitBytes },
  });

async function readUpTo(limitBytes: number, body: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limitBytes) throw tooLarge(limitBytes);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** The same request with another body. Built from its parts: the server's own request object cannot be copied. */
function withBody(request: Request, body: BodyInit | null): Request {
  const { url, method, headers, signal } = request;
  return new Request(url, { method, headers, signal, body });
}

/** Stops reading a body that is too large for its route; one that does not say its size is read up to the limit. */
export const capBody: MiddlewareHandler<Env> = async (c, next) => {
  const { raw } = c.req;
  const bytes = limits.find(({ matches }) => matches(c.req.path))?.bytes ?? MIB;
  const length = raw.headers.get("content-length");
  if (length !== null && Number(length) > bytes) throw tooLarge(bytes);
  const isUnsized = length === null || raw.headers.has("transfer-encoding");
  if (isUnsized && raw.body !== null) {
    const content = await readUpTo(bytes, raw.body);
    // Over a socket even a DELETE without a body has a stream: an empty one.
    c.req.raw = withBody(raw, content.length === 0 ? null : content);
  }
  await next();
};

/** Bodies are JSON. A form of another site cannot claim that without asking first, so this also stops forged forms. */
export const requireJson: MiddlewareHandler<Env> = async (c, next) => {
  const { body, headers } = c.req.raw;
  const length = headers.get("content-length");
  const type = headers.get("content-type");
  const isEmpty = body === null || length === "0";
  if (!isEmpty && !/^application\/json\s*(;|$)/i.test(type ?? ""))
    throw new Problem("unsupported-media-type", {
      sentence:
        type === null ? "The body has no Content-Type." : `The body is ${type.slice(0, 100)}, not application/json.`,
    });
  // Nothing at all, sent as JSON, is what clients send when every field is optional.
  if (isEmpty && type !== null && c.req.method !== "GET" && c.req.method !== "HEAD")
    c.req.raw = withBody(c.req.raw, "{}");
  await next();
};

/** A client that already holds this version is told so, in place of the body. */
export const notModified: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  const etag = c.res.headers.get("etag");
  if (c.req.method !== "GET" || c.res.status !== 200 || etag === null) return;
  const held = (c.req.header("if-none-match") ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  if (held.includes(etag)) c.res = new Response(null, { status: 304, headers: { ETag: etag } });
};
