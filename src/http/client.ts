import { hc } from "hono/client";
import * as z from "zod";
import type { ProblemDocument } from "#domain/problem.ts";
import type { Api } from "./app.ts";

const Document = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().default(""),
  error: z.string(),
  retryable: z.boolean().default(false),
  remedy: z.array(z.object({ text: z.string() })).default([]),
  retryAfter: z.number().optional(),
  errors: z
    .array(z.object({ pointer: z.string(), code: z.string(), message: z.string(), expected: z.string().optional() }))
    .optional(),
  requestId: z.string().optional(),
});

/** What the server refused, in its own words. */
export class ApiProblem extends Error {
  readonly document: ProblemDocument;

  constructor(document: ProblemDocument, options?: ErrorOptions) {
    super(document.error, options);
    this.name = "ApiProblem";
    this.document = document;
  }

  /** The code of the catalogue, such as "workflow-not-found". */
  get code(): string {
    return this.document.type.replace("/problems/", "");
  }

  get status(): number {
    return this.document.status;
  }
}

/** The answer of something that is not vteam, or the lack of one, in the same shape. */
function foreignDocument(status: number, sentence: string): ProblemDocument {
  return {
    type: "about:blank",
    title: "This is not an answer of vteam",
    status,
    detail: sentence,
    error: sentence,
    retryable: status >= 500,
    remedy: [{ text: "Check the address; a proxy may have answered in place of vteam." }],
  };
}

/** The problem in a response that is not ok. */
async function problemOf(response: Response): Promise<ApiProblem> {
  const text = await response.text();
  const sentence = `${URL.parse(response.url)?.host ?? "The server"} answered ${response.status}.`;
  try {
    const document = Document.parse(JSON.parse(text));
    return new ApiProblem(document as ProblemDocument);
  } catch (cause) {
    return new ApiProblem(foreignDocument(response.status, sentence), { cause });
  }
}

export interface ClientOptions {
  /** The origin of the server, such as http://127.0.0.1:7373. */
  url: string;
  token?: string | undefined;
  /** In tests the app's own `request`, so that no port is opened. */
  fetch?: typeof fetch | undefined;
}

/** `fetch` that signs in and throws ApiProblem for every answer that is not ok. */
export function signedFetch({ url, token, fetch: send = fetch }: ClientOptions): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    // The token is for this server only, whatever address a caller puts together.
    if (token !== undefined && new URL(request.url).origin === new URL(url).origin)
      request.headers.set("Authorization", `Bearer ${token}`);
    const response = await send(request);
    if (response.ok || response.status === 304) return response;
    throw await problemOf(response);
  };
}

/** The API as typed calls: client.api.projects[":project"]["rfe-workflows"].$post({ param, json }). */
export const createClient = (options: ClientOptions) => hc<Api>(options.url, { fetch: signedFetch(options) });

export type Client = ReturnType<typeof createClient>;
