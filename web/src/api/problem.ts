import type { FieldError, ProblemDocument } from "#domain/problem.ts";

type Facts = ProblemDocument & { requestId?: string };

/** What the server refused, in its own words. */
export class ApiProblem extends Error {
  readonly document: Facts;

  constructor(document: Facts, options?: ErrorOptions) {
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

  /** What is wrong with one field, by its JSON pointer, such as "/title". */
  field(pointer: string): string | undefined {
    return this.document.errors?.find((error) => error.pointer === pointer)?.message;
  }
}

const isDocument = (value: unknown): value is Facts =>
  typeof value === "object" && value !== null && "type" in value && "error" in value && "status" in value;

function foreign(status: number, sentence: string, remedy: string): Facts {
  const title = "This is not an answer of vteam";
  return {
    ...{ type: "about:blank", title, status, detail: sentence, error: sentence },
    ...{ retryable: true, remedy: [{ text: remedy }] },
  };
}

/** The problem in a response that is not ok; what is not vteam's own gets the same shape. */
export async function problemIn(response: Response): Promise<ApiProblem> {
  const text = await response.text().catch(() => "");
  try {
    const document: unknown = JSON.parse(text);
    if (isDocument(document)) return new ApiProblem(document);
  } catch {
    // Not JSON: a proxy, or a server on its way down. Said below.
  }
  const sentence = `The server answered ${response.status} without saying why.`;
  return new ApiProblem(foreign(response.status, sentence, "Try again; a proxy may have answered in place of vteam."));
}

/** A request that got no answer at all. */
export const unanswered = (cause: unknown): ApiProblem =>
  new ApiProblem(
    foreign(0, "The server does not answer.", "Check that vteam is running and that you are online, then try again."),
    { cause },
  );

export interface ShownProblem {
  sentence: string;
  remedies: readonly string[];
  requestId: string | undefined;
  fields: readonly FieldError[];
}

/** Anything that was thrown, as words for people. */
export function problemOf(error: unknown): ShownProblem {
  if (error instanceof ApiProblem) {
    const { document, message } = error;
    const remedies = document.remedy.map(({ text }) => text);
    return { sentence: message, remedies, requestId: document.requestId, fields: document.errors ?? [] };
  }
  const cause = error instanceof Error ? error.message : String(error);
  return {
    sentence: `The page met a fault of its own: ${cause}`,
    remedies: ["Reload the page; if it stays, report it."],
    requestId: undefined,
    fields: [],
  };
}
