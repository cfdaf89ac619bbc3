export interface StoredAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export type Claim =
  /** This request is the first: do the work, then `finish` or `release`. */
  | { kind: "mine" }
  /** It was answered before. */
  | { kind: "replay"; answer: StoredAnswer }
  /** Another request with this key is still at work. */
  | { kind: "in-flight" }
  /** The key was used for something else. */
  | { kind: "mismatch" };

/** What an Idempotency-Key stands for: 24 hours of "the same request has the same answer". */
export interface IdempotencyStore {
  /**
   * `scope` is principal + method + path; `bodyHash` tells requests with one key apart. Also "mine": a request that
   * ended without an answer, in this process or an earlier one. `perform` then finds what it created.
   */
  claim(scope: string, key: string, bodyHash: string): Promise<Claim>;
  /**
   * Does the work of a claimed request. The object of each kind that it creates belongs to the key from the same
   * transaction on, so work that is done again, because nobody heard of the first time, gets that object and no second one.
   */
  perform<T>(scope: string, key: string, work: () => Promise<T>): Promise<T>;
  /** Keeps the answer. When that fails, what was created still belongs to the key. */
  finish(scope: string, key: string, answer: StoredAnswer): Promise<void>;
  /** The work was refused: the key may be used again. It keeps what was created for it if the work never came to that. */
  release(scope: string, key: string): Promise<void>;
}
