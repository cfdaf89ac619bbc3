import * as z from "zod";
import type { Claim, IdempotencyStore, StoredAnswer } from "#ports/idempotency-store.ts";
import { type CreatedForKey, nameOf } from "./created-for-key.ts";
import type { Database } from "./database.ts";

const LIFETIME_MS = 24 * 60 * 60 * 1_000;

/** Keys that nothing was created for. */
const IS_UNBOUND = "(scope, key) NOT IN (SELECT scope, key FROM idempotency_object)";

const Answer = z.object({ status: z.int(), headers: z.record(z.string(), z.string()), body: z.string() });
const ClaimRow = z.object({ body_hash: z.string(), answer: z.string().nullable() });

/** Claims and answers as rows; they are forgotten after 24 hours. */
export class SqliteIdempotencyStore implements IdempotencyStore {
  readonly #database: Database;
  readonly #created: CreatedForKey;
  readonly #now: () => Date;
  /** Only this process has the data directory, so it knows who is at work. */
  readonly #atWork = new Set<string>();

  constructor(database: Database, created: CreatedForKey, now: () => Date) {
    this.#database = database;
    this.#created = created;
    this.#now = now;
  }

  async claim(scope: string, key: string, bodyHash: string): Promise<Claim> {
    const claimed: Claim[] = [];
    try {
      return await this.#database.write(() => {
        const claim = this.#claim(scope, key, bodyHash);
        claimed.push(claim);
        return claim;
      });
    } catch (error) {
      // The commit failed after the claim was decided.
      if (claimed[0]?.kind === "mine") this.#atWork.delete(nameOf({ scope, key }));
      throw error;
    }
  }

  perform<T>(scope: string, key: string, work: () => Promise<T>): Promise<T> {
    return this.#created.during({ scope, key }, work);
  }

  async finish(scope: string, key: string, answer: StoredAnswer): Promise<void> {
    const sql = "UPDATE idempotency SET answer = ? WHERE scope = ? AND key = ?";
    await this.#end(scope, key, () => this.#database.run(sql, JSON.stringify(answer), scope, key));
  }

  async release(scope: string, key: string): Promise<void> {
    const sql = "DELETE FROM idempotency WHERE scope = ? AND key = ? AND answer IS NULL";
    // A repetition may be refused before it comes to what its first time created.
    const isAll = this.#created.hasReached({ scope, key });
    await this.#end(scope, key, () => this.#database.run(isAll ? sql : `${sql} AND ${IS_UNBOUND}`, scope, key));
  }

  /** Nobody works any more on what was in flight when the last process ended. A key that something was created for stays. */
  async releaseUnfinished(): Promise<void> {
    await this.#database.write(() =>
      this.#database.run(`DELETE FROM idempotency WHERE answer IS NULL AND ${IS_UNBOUND}`),
    );
  }

  async #end(scope: string, key: string, work: () => unknown): Promise<void> {
    try {
      await this.#database.write(work);
    } finally {
      this.#atWork.delete(nameOf({ scope, key }));
      this.#created.forget({ scope, key });
    }
  }

  #claim(scope: string, key: string, bodyHash: string): Claim {
    const now = this.#now().getTime();
    this.#database.run("DELETE FROM idempotency WHERE claimed_at <= ?", now - LIFETIME_MS);
    const sql = "SELECT body_hash, answer FROM idempotency WHERE scope = ? AND key = ?";
    const found = this.#database.get(ClaimRow, sql, scope, key);
    if (found === undefined) {
      const insert = "INSERT INTO idempotency (scope, key, body_hash, claimed_at) VALUES (?, ?, ?, ?)";
      this.#database.run(insert, scope, key, bodyHash, now);
      this.#atWork.add(nameOf({ scope, key }));
      return { kind: "mine" };
    }
    if (found.body_hash !== bodyHash) return { kind: "mismatch" };
    if (found.answer !== null) return { kind: "replay", answer: Answer.parse(JSON.parse(found.answer)) };
    if (this.#atWork.has(nameOf({ scope, key }))) return { kind: "in-flight" };
    this.#atWork.add(nameOf({ scope, key }));
    return { kind: "mine" };
  }
}
