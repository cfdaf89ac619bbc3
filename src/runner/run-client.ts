import pRetry, { AbortError } from "p-retry";
import type { Logger } from "pino";
import * as z from "zod";
import { isProblem, Problem, type ProblemCode, problems } from "#domain/problem.ts";
import { GitCredentialAnswer, ModelCredentialAnswer, RunOrder } from "#domain/run-order.ts";
import { Secret } from "#domain/secret.ts";
import type { RunEvent } from "#domain/session-event.ts";
import type { Remote } from "#ports/git-repository.ts";

/** How long a server may be away before a question to it fails; a restart takes seconds. */
const PATIENCE_MS = 120_000;
const REQUEST_TIMEOUT_MS = 30_000;

/** What a run asks of the server, with a token that is good for its one attempt. */
export interface RunClient {
  order(signal: AbortSignal): Promise<RunOrder>;
  /** The last event the server holds. Errors: "run-fenced"; "event-gap", with `lastSeq` in its facts. Waits for an absent server. */
  sendEvents(events: readonly RunEvent[], signal: AbortSignal): Promise<number>;
  gitCredential(repoIndex: number, access: "read" | "write", signal: AbortSignal): Promise<Remote["credential"]>;
  modelCredential(signal: AbortSignal): Promise<ModelCredentialAnswer>;
}

export interface RunConnection {
  /** `<server>/api/projects/{project}/agentic-sessions/{session}`. */
  url: string;
  token: Secret;
  log: Logger;
}

const EventsAnswer = z.object({ lastSeq: z.int().min(0) });
const ProblemAnswer = z.looseObject({ type: z.string(), detail: z.string() });

export function openRunClient(connection: RunConnection): RunClient {
  const ask = <T extends z.ZodType>(path: string, body: unknown, schema: T, signal: AbortSignal, patienceMs: number) =>
    patiently(connection, () => askOnce(connection, path, body, schema, signal), signal, patienceMs);
  return {
    order: (signal) => ask("/run", undefined, RunOrder, signal, PATIENCE_MS),
    async sendEvents(events, signal) {
      // As long as the run lives: its events are on disk, and whoever waits sets the bound.
      const answer = await ask("/run/events", { events }, EventsAnswer, signal, Number.POSITIVE_INFINITY);
      return answer.lastSeq;
    },
    async gitCredential(repoIndex, access, signal) {
      const question = { repoIndex, access };
      const { credential } = await ask("/run/git-credential", question, GitCredentialAnswer, signal, PATIENCE_MS);
      return credential === null
        ? undefined
        : { username: credential.username, password: new Secret(credential.password) };
    },
    modelCredential: (signal) => ask("/run/model-credential", {}, ModelCredentialAnswer, signal, PATIENCE_MS),
  };
}

/** Tries again while the server is away or busy; what it says for good ends it. */
function patiently<T>(
  { log, url }: RunConnection,
  ask: () => Promise<T>,
  signal: AbortSignal,
  patienceMs: number,
): Promise<T> {
  return pRetry(
    async () => {
      try {
        return await ask();
      } catch (error) {
        throw isProblem(error, "starting") ? error : new AbortError(error instanceof Error ? error : String(error));
      }
    },
    {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: 100,
      maxTimeout: 3_000,
      randomize: true,
      maxRetryTime: patienceMs,
      signal,
      onFailedAttempt: ({ attemptNumber, error }) => {
        if (attemptNumber === 1) log.warn({ url, error: error.message }, "the server does not answer; trying again");
      },
    },
  );
}

async function askOnce<T extends z.ZodType>(
  { url, token }: RunConnection,
  path: string,
  body: unknown,
  schema: T,
  signal: AbortSignal,
): Promise<z.infer<T>> {
  const request: RequestInit = {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${token.reveal()}`, "content-type": "application/json" },
    signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  let response: Response;
  let text: string;
  try {
    response = await fetch(url + path, request);
    text = await response.text();
  } catch (cause) {
    signal.throwIfAborted();
    throw new Problem("starting", { sentence: "The vteam server cannot be reached.", cause });
  }
  if (!response.ok) throw problemOf(response.status, text);
  return schema.parse(JSON.parse(text));
}

/** The server's own problem; anything it says of being unable is worth another try. */
function problemOf(status: number, text: string): Problem {
  const { type = "", detail = "", ...facts } = ProblemAnswer.safeParse(parseJson(text)).data ?? {};
  const sentence = detail || `The vteam server answered ${status}.`;
  if (status >= 500 || status === 429 || status === 408) return new Problem("starting", { sentence });
  const code = type.replace("/problems/", "");
  return new Problem(isCode(code) ? code : status === 410 ? "run-fenced" : "internal", { sentence, facts });
}

const isCode = (code: string): code is ProblemCode => Object.hasOwn(problems, code);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not ours: a proxy's page, for example.
  }
}
