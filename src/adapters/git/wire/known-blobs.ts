import type { Sha } from "#ports/git-repository.ts";
import type { GitObject } from "./git-object.ts";

interface Pushed {
  tip: Sha;
  blobs: readonly Sha[];
}

/** A team's newest branches, in the repositories it uses now. */
const MAX_BRANCHES = 4;
const MAX_REPOSITORIES = 100;

/**
 * Files that a server has because we pushed them: the next branch of a repository mostly brings the same kit. They may
 * be left out of a push only while a branch that holds them is shown at the commit we know, because servers look for
 * them behind their refs alone. A server that misses them after all says so, and then gets everything.
 */
export class KnownBlobs {
  readonly #pushed = new Map<string, Map<string, Pushed>>();

  /** To be told after a push that was accepted. */
  add(url: string, ref: string, tip: Sha, objects: ReadonlyMap<Sha, GitObject>): void {
    const blobs = [...objects].filter(([, { type }]) => type === "blob").map(([sha]) => sha);
    if (blobs.length === 0) return;
    const branches = this.#pushed.get(url) ?? new Map<string, Pushed>();
    branches.delete(ref);
    branches.set(ref, { tip, blobs });
    dropOldest(branches, MAX_BRANCHES);
    this.#pushed.delete(url);
    this.#pushed.set(url, branches);
    dropOldest(this.#pushed, MAX_REPOSITORIES);
  }

  /** What a server that shows these refs certainly has. */
  behind(url: string, refs: ReadonlyMap<string, Sha> | undefined): ReadonlySet<Sha> {
    const branches = [...(this.#pushed.get(url) ?? [])];
    return new Set(branches.flatMap(([ref, { tip, blobs }]) => (refs?.get(ref) === tip ? blobs : [])));
  }
}

function dropOldest(map: Map<string, unknown>, most: number): void {
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
