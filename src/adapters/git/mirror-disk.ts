import { renameSync } from "node:fs";
import { readdir, rm, stat, utimes } from "node:fs/promises";
import { basename, join } from "node:path";

export interface MirrorDiskOptions {
  /** Holds the mirrors, and nothing else. */
  directory: string;
  maxBytes: number | undefined;
  now: () => number;
  /** Called before a mirror goes: whatever is remembered of it is true no longer. */
  onEvict: (mirror: string) => void;
}

interface Use {
  atWork: number;
  last: number;
  /** When it was last written down, for the next process. */
  noted: number;
}

/** Work of several steps, such as preparing a change and pushing it, finds its mirror again in between. */
const REST_MS = 10 * 60_000;
const MIRROR = /^[0-9a-f]{32}$/;
const EVICTED = ".evicted-";

/** Keeps the mirrors of a directory within a size: those used longest ago go, never one in use. */
export class MirrorDisk {
  readonly #options: MirrorDiskOptions;
  readonly #uses = new Map<string, Use>();
  readonly #sizes = new Map<string, number>();
  #trimming: Promise<void> | undefined;
  #isOutdated = true;

  constructor(options: MirrorDiskOptions) {
    this.#options = options;
  }

  /** The mirror stays where it is until the work has ended, and a while longer. */
  async using<T>(mirror: string, work: () => Promise<T>): Promise<T> {
    const use = this.#uses.get(mirror) ?? { atWork: 0, last: 0, noted: 0 };
    this.#uses.set(mirror, use);
    use.atWork += 1;
    try {
      return await work();
    } finally {
      use.atWork -= 1;
      use.last = this.#options.now();
      await this.#note(mirror, use);
      if (this.#isOutdated) this.#trim();
    }
  }

  /** Tells that something was added to a mirror. */
  grew(mirror: string): void {
    this.#sizes.delete(mirror);
    this.#isOutdated = true;
  }

  async #note(mirror: string, use: Use): Promise<void> {
    if (use.last - use.noted < REST_MS) return;
    use.noted = use.last;
    const time = new Date(use.last);
    // Not every look at a remote has made a mirror.
    await utimes(join(mirror, "HEAD"), time, time).catch(() => {});
  }

  #trim(): void {
    if (this.#trimming !== undefined || this.#options.maxBytes === undefined) return;
    this.#isOutdated = false;
    this.#trimming = this.#trimTo(this.#options.maxBytes)
      // What could not be removed or measured is tried again the next time that a mirror grows.
      .catch(() => {})
      .finally(() => {
        this.#trimming = undefined;
      });
  }

  async #trimTo(maxBytes: number): Promise<void> {
    const { directory } = this.#options;
    const names = await readdir(directory);
    // The rest of an eviction that a crash cut short.
    for (const name of names.filter((one) => one.startsWith(EVICTED))) await remove(join(directory, name));
    const mirrors = names.filter((name) => MIRROR.test(name)).map((name) => join(directory, name));
    const found = [];
    for (const mirror of mirrors)
      found.push({ mirror, bytes: await this.#sizeOf(mirror), last: await this.#lastUse(mirror) });
    let total = found.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { mirror, bytes, last } of found.sort((a, b) => a.last - b.last)) {
      if (total <= maxBytes) return;
      if (this.#isInUse(mirror, last)) continue;
      await this.#evict(mirror);
      total -= bytes;
    }
    // The rest is in use, so somebody will end their work and look again.
    this.#isOutdated ||= total > maxBytes;
  }

  /** Decided and moved aside in one step, so that nobody can begin to use it in between; half a mirror is never seen. */
  #evict(mirror: string): Promise<void> {
    const aside = join(this.#options.directory, `${EVICTED}${basename(mirror)}`);
    this.#options.onEvict(mirror);
    this.#uses.delete(mirror);
    this.#sizes.delete(mirror);
    renameSync(mirror, aside);
    return remove(aside);
  }

  #isInUse(mirror: string, last: number): boolean {
    const use = this.#uses.get(mirror);
    return (use?.atWork ?? 0) > 0 || this.#options.now() - Math.max(use?.last ?? 0, last) < REST_MS;
  }

  async #lastUse(mirror: string): Promise<number> {
    const known = this.#uses.get(mirror)?.last;
    return known || ((await stat(join(mirror, "HEAD")).catch(() => undefined))?.mtimeMs ?? 0);
  }

  async #sizeOf(mirror: string): Promise<number> {
    const known = this.#sizes.get(mirror);
    if (known !== undefined) return known;
    const entries = await readdir(mirror, { recursive: true, withFileTypes: true });
    let bytes = 0;
    for (const entry of entries) {
      // A temporary file of a fetch may be gone by now.
      if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name)).catch(() => undefined))?.size ?? 0;
    }
    // A fetch that ended meanwhile may have added to what was counted already.
    if (!this.#isOutdated) this.#sizes.set(mirror, bytes);
    return bytes;
  }
}

const remove = (path: string): Promise<void> => rm(path, { recursive: true, force: true });
