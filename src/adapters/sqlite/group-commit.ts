import type { DatabaseSync, StatementSync } from "node:sqlite";
import { Problem } from "#domain/problem.ts";
import { toProblem } from "./errors.ts";

/** Bounds how long one transaction keeps the event loop from other work. */
const MAX_WRITES = 1_000;

interface Write {
  /** Does the work inside the transaction; the returned function reports success once it is durable. */
  perform(): () => void;
  reject(reason: unknown): void;
}

/**
 * Gathers the writes of one turn of the event loop into one transaction, because a sync to disk costs the same for
 * one write as for a thousand. A write that throws is undone alone; a commit that fails fails all of its writes.
 */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #statements: Record<"begin" | "commit" | "savepoint" | "release" | "undo", StatementSync>;
  #queue: Write[] = [];
  #isScheduled = false;
  #isClosed = false;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = {
      begin: database.prepare("BEGIN IMMEDIATE"),
      commit: database.prepare("COMMIT"),
      savepoint: database.prepare("SAVEPOINT one"),
      release: database.prepare("RELEASE one"),
      undo: database.prepare("ROLLBACK TO one"),
    };
  }

  /** Resolves only once the result of `work` has been synced to disk. `work` must not await. */
  write<T>(work: () => T): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    if (this.#isClosed) {
      reject(new Problem("starting", { sentence: "vteam is shutting down: nothing was saved." }));
      return promise;
    }
    const perform = () => {
      const result = work();
      return () => resolve(result);
    };
    this.#queue.push({ perform, reject });
    this.#schedule();
    return promise;
  }

  /** Commits what is waiting; later writes are refused. */
  close(): void {
    this.#isClosed = true;
    while (this.#queue.length > 0) this.#flush();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#flush();
      if (this.#queue.length > 0) this.#schedule();
    });
  }

  #flush(): void {
    const batch = this.#queue.splice(0, MAX_WRITES);
    if (batch.length === 0) return;
    let settled: (() => void)[];
    try {
      this.#statements.begin.run();
      settled = batch.map((write) => this.#perform(write));
      this.#statements.commit.run();
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      for (const write of batch) write.reject(toProblem(error));
      return;
    }
    for (const settle of settled) settle();
  }

  #perform(write: Write): () => void {
    this.#statements.savepoint.run();
    try {
      const settle = write.perform();
      this.#statements.release.run();
      return settle;
    } catch (error) {
      // After errors such as a full disk SQLite has already undone the whole transaction.
      if (!this.#database.isTransaction) throw error;
      this.#statements.undo.run();
      this.#statements.release.run();
      return () => write.reject(toProblem(error));
    }
  }
}
