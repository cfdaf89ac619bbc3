import type { Secret } from "#domain/secret.ts";

/** What the model's provider says about a key. */
export type KeyAnswer =
  | { kind: "accepted" }
  | { kind: "refused"; status: number }
  /** `why` is for people: no address with a credential, no key. */
  | { kind: "unreachable"; why: string };

/** The provider of the model, asked about a key. Asking costs nothing and changes nothing. */
export interface ModelAccount {
  /** Never throws for what the network or the provider does; only when `signal` aborts is the answer "unreachable". */
  check(apiKey: Secret, signal: AbortSignal): Promise<KeyAnswer>;
}
