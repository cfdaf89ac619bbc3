import { AsyncLocalStorage } from "node:async_hooks";
import * as z from "zod";
import type { Database } from "./database.ts";

/** One request with an Idempotency-Key. */
export interface RequestKey {
  scope: string;
  key: string;
}

/** The request as one text. */
export const nameOf = ({ scope, key }: RequestKey): string => `${scope}\n${key}`;

const Body = z.object({ body: z.string() });

/** Which objects the requests with an Idempotency-Key created: one of a kind for each. */
export class CreatedForKey {
  readonly #database: Database;
  // Carried past the use cases: to them a request that is repeated is like any other.
  readonly #request = new AsyncLocalStorage<RequestKey>();
  readonly #reached = new Set<string>();

  constructor(database: Database) {
    this.#database = database;
  }

  during<T>(request: RequestKey, work: () => Promise<T>): Promise<T> {
    this.forget(request);
    return this.#request.run(request, work);
  }

  /** Whether the last work for the request came as far as an object of its key. */
  hasReached(request: RequestKey): boolean {
    return this.#reached.has(nameOf(request));
  }

  forget(request: RequestKey): void {
    this.#reached.delete(nameOf(request));
  }

  /** The request that the caller is at work for. */
  current(): RequestKey | undefined {
    return this.#request.getStore();
  }

  /** The object as it was last written; a deleted one keeps its row for longer than a key is known. */
  find(request: RequestKey, kind: string): string | undefined {
    const sql = `SELECT body FROM object WHERE id =
      (SELECT object FROM idempotency_object WHERE scope = ? AND key = ? AND kind = ?)`;
    const found = this.#database.get(Body, sql, request.scope, request.key, kind);
    if (found !== undefined) this.#reached.add(nameOf(request));
    return found?.body;
  }

  /** Call it in the transaction that creates the object. */
  note(request: RequestKey, kind: string, object: number): void {
    const sql = "INSERT INTO idempotency_object (scope, key, kind, object) VALUES (?, ?, ?, ?)";
    this.#database.run(sql, request.scope, request.key, kind, object);
    this.#reached.add(nameOf(request));
  }
}
