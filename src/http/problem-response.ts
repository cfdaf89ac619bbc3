import type { Context, ErrorHandler, NotFoundHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Logger } from "pino";
import { isProblem, Problem, type ProblemCode, problemDocument } from "#domain/problem.ts";
import type { Env } from "./deps.ts";

const RETRY_AFTER_SECONDS: Partial<Record<ProblemCode, number>> = { starting: 2, "request-in-flight": 1 };

/** The only place where an error becomes a response. */
function problemResponse(c: Context<Env>, problem: Problem): Response {
  const document = problemDocument(problem);
  const retryAfter = document.retryAfter ?? RETRY_AFTER_SECONDS[problem.code];
  const isGit = c.req.path.startsWith("/git/");
  c.header("Content-Type", "application/problem+json; charset=utf-8");
  if (retryAfter !== undefined) c.header("Retry-After", String(retryAfter));
  if (document.status === 401) c.header("WWW-Authenticate", isGit ? 'Basic realm="vteam"' : 'Bearer realm="vteam"');
  const body = {
    ...document,
    instance: c.req.path,
    requestId: c.var.requestId,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
  return c.body(JSON.stringify(body), statusOf(document.status));
}

// The catalogue holds plain numbers; all of them are statuses with a body.
const statusOf = (status: number): ContentfulStatusCode => status as ContentfulStatusCode;

const byStatus: Record<number, Problem> = {
  400: new Problem("malformed-request", { sentence: "The body is not valid JSON." }),
  413: new Problem("too-large"),
  415: new Problem("unsupported-media-type"),
};

/** Answers whatever was thrown. What is not a Problem is a bug: logged here, and told without detail. */
export const answerError =
  (log: Logger): ErrorHandler<Env> =>
  (error, c) => {
    if (isProblem(error)) {
      if (error.kind.status >= 500)
        log.warn({ requestId: c.var.requestId, problem: error.code, err: error }, "a request failed");
      return problemResponse(c, error);
    }
    const known = error instanceof HTTPException ? byStatus[error.status] : undefined;
    if (known !== undefined) return problemResponse(c, known);
    if (c.req.raw.signal.aborted) log.debug({ requestId: c.var.requestId }, "the client went away");
    else log.error({ requestId: c.var.requestId, method: c.req.method, err: error }, "a request met a bug");
    return problemResponse(c, new Problem("internal"));
  };

export const answerNotFound: NotFoundHandler<Env> = (c) =>
  problemResponse(c, new Problem("not-found", { sentence: `There is nothing at ${c.req.path.slice(0, 200)}.` }));

/** For a path that exists under other methods. */
export function answerMethod(c: Context, methods: readonly string[]): Response {
  const allowed = methods.join(", ");
  const sentence = `${c.req.path.slice(0, 200)} does not take ${c.req.method}; it takes ${allowed}.`;
  const response = problemResponse(c, new Problem("method-not-allowed", { sentence }));
  response.headers.set("Allow", allowed);
  return response;
}
