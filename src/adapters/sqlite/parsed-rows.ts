/** Rows already parsed, by id and version: a version never changes, so nothing here is ever stale. */
export class ParsedRows<T> {
  readonly #parse: (body: string) => T;
  readonly #limit: number;
  readonly #known = new Map<number, { version: number; value: T }>();

  constructor(parse: (body: string) => T, limit = 5_000) {
    this.#parse = parse;
    this.#limit = limit;
  }

  /** The object in a row. It is frozen, because everyone who reads this version gets the same one. */
  get(row: { id: number; version: number; body: string }): T {
    const known = this.#known.get(row.id);
    if (known?.version === row.version) return known.value;
    const value = freeze(this.#parse(row.body));
    this.#known.delete(row.id);
    this.#known.set(row.id, { version: row.version, value });
    const [oldest] = this.#known.keys();
    if (this.#known.size > this.#limit && oldest !== undefined) this.#known.delete(oldest);
    return value;
  }
}

function freeze<V>(value: V): V {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
}
