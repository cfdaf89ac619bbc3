import { Problem } from "#domain/problem.ts";
import type { Sha } from "#ports/git-repository.ts";
import { type GitObject, parseTree, type RawEntry } from "./git-object.ts";

/** Gets objects from the server: each wanted one, and with `isDeep` all trees below the wanted trees. */
export type FetchObjects = (wants: readonly Sha[], isDeep: boolean) => Promise<Map<Sha, GitObject>>;

interface Want {
  isDeep: boolean;
  promise: Promise<void>;
}

/** How much of a repository is held for one change or one look. */
const MAX_BYTES = 96 * 1024 * 1024;

/** Objects of one repository, fetched when they are asked for. What is asked for at the same time is one request. */
export class ObjectShelf {
  readonly #fetch: FetchObjects;
  readonly #url: string;
  readonly #objects = new Map<Sha, GitObject>();
  readonly #wants = new Map<Sha, Want>();
  #next: { wants: Map<Sha, boolean>; done: Promise<void> } | undefined;
  #bytes = 0;

  constructor(url: string, fetch: FetchObjects) {
    this.#url = url;
    this.#fetch = fetch;
  }

  /** Objects that came without having been asked for here, such as a commit with its root tree. */
  add(objects: ReadonlyMap<Sha, GitObject>): void {
    for (const [sha, object] of objects) {
      if (this.#objects.has(sha)) continue;
      this.#bytes += object.data.length;
      this.#objects.set(sha, object);
    }
    if (this.#bytes > MAX_BYTES) {
      throw new Problem("too-large", { sentence: `Too much of ${this.#url} would have to be read for this.` });
    }
  }

  async tree(sha: Sha, isDeep: boolean): Promise<RawEntry[]> {
    const { type, data } = await this.#take(sha, isDeep);
    if (type !== "tree") throw this.#strange(sha);
    return parseTree(data);
  }

  async blob(sha: Sha): Promise<Uint8Array> {
    const { type, data } = await this.#take(sha, false);
    if (type !== "blob") throw this.#strange(sha);
    return data;
  }

  async #take(sha: Sha, isDeep: boolean): Promise<GitObject> {
    if (!this.#objects.has(sha)) await this.#want(sha, isDeep);
    const object = this.#objects.get(sha);
    if (object === undefined) throw this.#strange(sha);
    return object;
  }

  async #want(sha: Sha, isDeep: boolean): Promise<void> {
    const asked = this.#wants.get(sha);
    if (asked !== undefined && (asked.isDeep || !isDeep)) return await asked.promise;
    this.#next ??= this.#gather();
    this.#next.wants.set(sha, isDeep);
    const { done } = this.#next;
    this.#wants.set(sha, { isDeep, promise: done });
    await done;
  }

  /** Waits until all who are at work now have said what they want, then asks for it at once. */
  #gather() {
    const wants = new Map<Sha, boolean>();
    const send = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      this.#next = undefined;
      try {
        this.add(await this.#fetch([...wants.keys()], [...wants.values()].includes(true)));
      } finally {
        // After a failure the next who asks may have more luck.
        for (const sha of wants.keys()) this.#wants.delete(sha);
      }
    };
    return { wants, done: send() };
  }

  #strange(sha: Sha): Problem {
    return new Problem("git-protocol", { sentence: `${this.#url} did not give the object ${sha} as what it is.` });
  }
}
