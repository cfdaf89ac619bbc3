import { hc } from "hono/client";
import type { Api } from "#http/app.ts";
import { renewedAccess } from "./access.ts";
import { sparingConnections } from "./git-reads.ts";
import { problemIn, unanswered } from "./problem.ts";

async function send(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(input, init);
  } catch (cause) {
    if (init?.signal?.aborted) throw cause;
    throw unanswered(cause);
  }
}

/** `fetch` that throws ApiProblem for every answer that is not ok, and outlives an expired access. */
export const apiFetch: typeof fetch = async (input, init) => {
  let response = await send(input, init);
  if (response.status === 401) {
    await renewedAccess();
    response = await send(input, init);
  }
  if (response.ok || response.status === 304) return response;
  throw await problemIn(response);
};

/** The API as typed calls: client.api.projects[":project"].$get({ param }). Only files in this folder use it. */
export const client = hc<Api>(window.location.origin, { fetch: sparingConnections(apiFetch) });

/** Passes the signal of a query on, so that leaving a page ends its requests. */
export const within = (signal: AbortSignal) => ({ init: { signal } });

/** The version to send with a change: If-Match of what was read. */
export const ifMatch = (etag: string) => ({ headers: { "If-Match": etag } });

/** The version of what was read. */
export const etagOf = (response: { headers: Headers }): string => response.headers.get("etag") ?? "";
