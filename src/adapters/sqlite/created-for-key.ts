import { AsyncLocalStorage } from "node:async_hooks";
import * as z from "zod";
import type { Database } from "./database.ts";

/** One request with an Idempotency-Key. */
export interface RequestKey {
  scope: string;
  key: string;
}

const Body = z.object({ body: z.string() });

/** Which objects the requests with an Idempotency-Key created: one of a kind for each. */
export class CreatedForKey {
  readonly #database: Database;
  // Carried past the use cases: to them a request that is repeated is like any other.
  readonly #request = new AsyncLocalStorage<RequestKey>();

  constructor(database: Database) {
    this.#database = database;
  }

  during<T>(request: RequestKey, work: () => Promise<T>): Promise<T> {
    return this.#request.run(request, work);
  }

  /** The request that the caller is at work for. */
  current(): RequestKey | undefined {
    return this.#request.getStore();
  }

  /** The object as it was last written; a deleted one keeps its row for longer than a key is known. */
  find({ scope, key }: RequestKey, kind: string): string | undefined {
    const sql = `SELECT body FROM object WHERE id =
      (SELECT object FROM idempotency_object WHERE scope = ? AND key = ? AND kind = ?)`;
    return this.#database.get(Body, sql, scope, key, kind)?.body;
  }

  /** Call it in the transaction that creates the object. */
  note({ scope, key }: RequestKey, kind: string, object: number): void {
    const sql = "INSERT INTO idempotency_object (scope, key, kind, object) VALUES (?, ?, ?, ?)";
    this.#database.run(sql, scope, key, kind, object);
  }
}
