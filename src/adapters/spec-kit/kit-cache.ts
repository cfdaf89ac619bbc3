import type { Kit } from "#domain/seed-kit.ts";

const MAX_KEPT = 32;

/**
 * Rendered content by what it was made from. A key must name something that never changes, such as a commit, and
 * nothing may be taken out before a live look showed that the caller may read that commit.
 */
export class KitCache {
  readonly #kits = new Map<string, Kit>();

  /** What was kept under these words, or what `make` gives now, which is kept. */
  async get(words: readonly string[], make: () => Promise<Kit>): Promise<Kit> {
    const key = JSON.stringify(words);
    const kit = this.#kits.get(key) ?? (await make());
    // Moved to the end: the first one is always the one unused for longest.
    this.#kits.delete(key);
    this.#kits.set(key, kit);
    const [oldest] = this.#kits.keys();
    if (this.#kits.size > MAX_KEPT && oldest !== undefined) this.#kits.delete(oldest);
    return kit;
  }
}
