import { createHash } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { actorName } from "#app/authorize.ts";
import { Problem } from "#domain/problem.ts";
import type { IdempotencyStore, StoredAnswer } from "#ports/idempotency-store.ts";
import type { Env } from "./deps.ts";

const KEPT_HEADERS = ["content-type", "location", "etag"];

function keyOf(header: string): string {
  if (/^[\x21-\x7e]{1,255}$/.test(header)) return header;
  throw new Problem("malformed-request", { sentence: "Idempotency-Key holds 1 to 255 printable ASCII characters." });
}

async function answerOf(response: Response): Promise<StoredAnswer> {
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return { status: response.status, headers: Object.fromEntries(headers), body: await response.clone().text() };
}

function replay({ status, headers, body }: StoredAnswer): Response {
  return new Response(body, { status, headers: { ...headers, "Idempotency-Replayed": "true" } });
}

async function claim(
  store: IdempotencyStore,
  c: Context<Env>,
  key: string,
  scope: string,
): Promise<Response | undefined> {
  const bodyHash = createHash("sha256")
    .update(await c.req.text())
    .digest("hex");
  const result = await store.claim(scope, key, bodyHash);
  switch (result.kind) {
    case "mine":
      return undefined;
    case "replay":
      return replay(result.answer);
    case "in-flight":
      throw new Problem("request-in-flight");
    case "mismatch":
      throw new Problem("idempotency-key-reused");
  }
}

/** A POST with an Idempotency-Key takes effect once, however often it is sent; the answer is the first one's. */
export const idempotent =
  (store: IdempotencyStore): MiddlewareHandler<Env> =>
  async (c, next) => {
    const header = c.req.header("idempotency-key");
    if (c.req.method !== "POST" || header === undefined) return next();
    const key = keyOf(header);
    const scope = `${actorName(c.var.actor)} POST ${c.req.path}`;
    const replayed = await claim(store, c, key, scope);
    if (replayed !== undefined) return replayed;

    let isDone = false;
    try {
      await store.perform(scope, key, next);
      isDone = c.res.ok;
    } finally {
      // Refused or failed without an effect: the key is free again.
      if (!isDone) await store.release(scope, key);
    }
    if (isDone) await store.finish(scope, key, await answerOf(c.res));
    return undefined;
  };
