const KEPT_MS = 48 * 3_600_000;

interface StoredDraft {
  at: number;
  value: unknown;
}

/** What somebody typed and has not sent, kept on this device for two days. */
export class Draft<T> {
  readonly #key: string;
  readonly #storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  readonly #now: () => number;
  readonly #parse: (value: unknown) => T | undefined;

  constructor(
    key: string,
    parse: (value: unknown) => T | undefined,
    storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> = localStorage,
    now: () => number = Date.now,
  ) {
    this.#key = `vteam.draft.${key}`;
    this.#parse = parse;
    this.#storage = storage;
    this.#now = now;
  }

  /** The draft, unless there is none, it is too old, or it is not what we wrote. */
  load(): T | undefined {
    try {
      const stored = JSON.parse(this.#storage.getItem(this.#key) ?? "null") as StoredDraft | null;
      if (stored === null || typeof stored.at !== "number") return undefined;
      if (this.#now() - stored.at > KEPT_MS) return undefined;
      return this.#parse(stored.value);
    } catch {
      return undefined;
    }
  }

  /** A full or forbidden storage loses drafts, never the page. Tells whether it was kept. */
  save(value: T): boolean {
    try {
      this.#storage.setItem(this.#key, JSON.stringify({ at: this.#now(), value }));
      return true;
    } catch {
      return false;
    }
  }

  clear(): void {
    try {
      this.#storage.removeItem(this.#key);
    } catch {
      // Nothing was kept, then.
    }
  }
}
