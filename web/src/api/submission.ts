import { useRef } from "react";

// crypto.randomUUID exists only on https and localhost; these bytes exist everywhere.
const randomKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Names submissions: the same body gets the same name, so that a double click or a retry creates one object. */
export class Submissions {
  readonly #keys = new Map<string, string>();

  /** The options of the client for a POST of this body. */
  of(body: unknown): { headers: { "Idempotency-Key": string } } {
    const text = JSON.stringify(body) ?? "";
    const key = this.#keys.get(text) ?? randomKey();
    this.#keys.set(text, key);
    return { headers: { "Idempotency-Key": key } };
  }
}

/** One for as long as a form is open: `client.api.projects.$post({ json }, submissions.of(json))`. */
export function useSubmissions(): Submissions {
  const submissions = useRef<Submissions | undefined>(undefined);
  submissions.current ??= new Submissions();
  return submissions.current;
}
