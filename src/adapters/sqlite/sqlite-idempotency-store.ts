import * as z from "zod";
import type { Claim, IdempotencyStore, StoredAnswer } from "#ports/idempotency-store.ts";
import type { Database } from "./database.ts";

const LIFETIME_MS = 24 * 60 * 60 * 1_000;

const Answer = z.object({ status: z.int(), headers: z.record(z.string(), z.string()), body: z.string() });
const ClaimRow = z.object({ body_hash: z.string(), answer: z.string().nullable() });

/** Claims and answers as rows; they are forgotten after 24 hours. */
export class SqliteIdempotencyStore implements IdempotencyStore {
  readonly #database: Database;
  readonly #now: () => Date;

  constructor(database: Database, now: () => Date) {
    this.#database = database;
    this.#now = now;
  }

  claim(scope: string, key: string, bodyHash: string): Promise<Claim> {
    return this.#database.write(() => this.#claim(scope, key, bodyHash));
  }

  async finish(scope: string, key: string, answer: StoredAnswer): Promise<void> {
    const sql = "UPDATE idempotency SET answer = ? WHERE scope = ? AND key = ?";
    await this.#database.write(() => this.#database.run(sql, JSON.stringify(answer), scope, key));
  }

  async release(scope: string, key: string): Promise<void> {
    const sql = "DELETE FROM idempotency WHERE scope = ? AND key = ? AND answer IS NULL";
    await this.#database.write(() => this.#database.run(sql, scope, key));
  }

  /** Nobody works any more on what was in flight when the last process ended. */
  async releaseUnfinished(): Promise<void> {
    await this.#database.write(() => this.#database.run("DELETE FROM idempotency WHERE answer IS NULL"));
  }

  #claim(scope: string, key: string, bodyHash: string): Claim {
    const now = this.#now().getTime();
    this.#database.run("DELETE FROM idempotency WHERE claimed_at <= ?", now - LIFETIME_MS);
    const sql = "SELECT body_hash, answer FROM idempotency WHERE scope = ? AND key = ?";
    const found = this.#database.get(ClaimRow, sql, scope, key);
    if (found === undefined) {
      const insert = "INSERT INTO idempotency (scope, key, body_hash, claimed_at) VALUES (?, ?, ?, ?)";
      this.#database.run(insert, scope, key, bodyHash, now);
      return { kind: "mine" };
    }
    if (found.body_hash !== bodyHash) return { kind: "mismatch" };
    if (found.answer === null) return { kind: "in-flight" };
    return { kind: "replay", answer: Answer.parse(JSON.parse(found.answer)) };
  }
}
