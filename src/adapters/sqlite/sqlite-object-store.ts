import { isDeepStrictEqual } from "node:util";
import type * as z from "zod";
import type { ObjectKey } from "#domain/object-meta.ts";
import { Problem } from "#domain/problem.ts";
import type {
  ListOptions,
  ObjectChange,
  ObjectList,
  ObjectStore,
  StoredObject,
  Unstored,
} from "#ports/object-store.ts";
import type { CreatedForKey, RequestKey } from "./created-for-key.ts";
import type { Database } from "./database.ts";
import { type ChangeRow, ObjectRows } from "./object-rows.ts";
import { ParsedRows } from "./parsed-rows.ts";
import { WakeUp } from "./wake-up.ts";

/** What tells one kind of objects from another. */
export interface ObjectKind<T> {
  kind: string;
  /** The kind as people call it. */
  noun: string;
  schema: z.ZodType<T>;
}

interface Clock {
  now: () => Date;
  newUid: () => string;
}

/** Objects of one kind as JSON rows; every write takes the next version of one counter for all kinds. */
export class SqliteObjectStore<T extends StoredObject> implements ObjectStore<T> {
  readonly #database: Database;
  readonly #kind: ObjectKind<T>;
  readonly #clock: Clock;
  readonly #rows: ObjectRows;
  readonly #parsed: ParsedRows<T>;
  readonly #changed = new WakeUp();
  readonly #created: CreatedForKey;

  constructor(database: Database, kind: ObjectKind<T>, clock: Clock, created: CreatedForKey) {
    this.#database = database;
    this.#kind = kind;
    this.#clock = clock;
    this.#created = created;
    this.#rows = new ObjectRows(database, kind.kind);
    this.#parsed = new ParsedRows((body) => this.#parse(body));
  }

  async get(key: ObjectKey): Promise<T | undefined> {
    const row = this.#rows.find(key);
    return row && this.#parsed.get(row);
  }

  async list(options: ListOptions = {}): Promise<ObjectList<T>> {
    const items = this.#rows.list(options).map((row) => this.#parsed.get(row));
    return { items, resourceVersion: String(this.#rows.currentVersion()) };
  }

  async counts(): Promise<ReadonlyMap<string, number>> {
    return new Map(this.#rows.counts().map(({ project, value }) => [project, value]));
  }

  create(object: Unstored<T>): Promise<T> {
    const request = this.#created.current();
    return this.#write(() => this.#createOnce(object, request));
  }

  update(object: T): Promise<T> {
    return this.#write(() => this.#replace(object));
  }

  delete(key: ObjectKey, resourceVersion?: string): Promise<void> {
    return this.#write(() => this.#bury(key, resourceVersion));
  }

  watch(options: { since?: string; project?: string }, signal: AbortSignal): AsyncIterable<ObjectChange<T>> {
    // Read the version now, not when the first change is asked for: what happens in between must be seen.
    const current = this.#rows.currentVersion();
    const since = options.since === undefined ? current : Math.min(parsePosition(options.since), current);
    return this.#follow(since, options.project, AbortSignal.any([signal, this.#database.closing]));
  }

  async *#follow(since: number, project: string | undefined, signal: AbortSignal): AsyncGenerator<ObjectChange<T>> {
    let seen = since;
    while (!signal.aborted) {
      const before = seen;
      const changes = this.#rows.changesAfter(before, project);
      for (const row of changes) {
        if (signal.aborted) return;
        seen = row.version;
        yield { kind: changeKind(row, before), object: this.#parsed.get(row), resourceVersion: String(row.version) };
      }
      if (changes.length === 0) await this.#changed.next(signal);
    }
  }

  async #write<R>(work: () => R): Promise<R> {
    const result = await this.#database.write(work);
    this.#changed.wake();
    return result;
  }

  /** For a request that is repeated: what its first time created, even if that was deleted since. */
  #createOnce(object: Unstored<T>, request: RequestKey | undefined): T {
    if (request === undefined) return this.#insert(object).stored;
    const { kind } = this.#kind;
    const body = this.#created.find(request, kind);
    if (body !== undefined) return this.#parse(body);
    const { id, stored } = this.#insert(object);
    this.#created.note(request, kind, id);
    return stored;
  }

  #insert(object: Unstored<T>): { id: number; stored: T } {
    const { project, name, createdBy, labels = {} } = object.metadata;
    if (this.#rows.find({ project, name }) !== undefined) {
      const sentence = `The ${this.#describe({ project, name })} already exists.`;
      throw new Problem("already-exists", { sentence });
    }
    const version = this.#rows.nextVersion();
    const time = this.#clock.now().toISOString();
    const times = { createdAt: time, updatedAt: time };
    const metadata = { project, name, createdBy, labels, uid: this.#clock.newUid(), ...times };
    const stored = this.#accept({ ...object, metadata: { ...metadata, resourceVersion: String(version) } });
    return { id: this.#rows.insert(version, stored.metadata, JSON.stringify(stored)), stored };
  }

  #replace(object: T): T {
    const row = this.#rows.find(object.metadata);
    // Not from the cache: this transaction may yet fail, and its versions be given again.
    const before = row && this.#parse(row.body);
    if (row === undefined || before?.metadata.resourceVersion !== object.metadata.resourceVersion) {
      throw this.#stale(object.metadata, row !== undefined);
    }
    // Of the metadata only the labels are the author's.
    const metadata = { ...before.metadata, labels: object.metadata.labels };
    if (isDeepStrictEqual(this.#accept({ ...object, metadata }), before)) return before;
    const version = this.#rows.nextVersion();
    const updatedAt = this.#clock.now().toISOString();
    const stored = this.#accept({ ...object, metadata: { ...metadata, updatedAt, resourceVersion: String(version) } });
    this.#rows.replace(row.id, version, stored.metadata, JSON.stringify(stored));
    return stored;
  }

  #bury(key: ObjectKey, resourceVersion: string | undefined): void {
    const row = this.#rows.find(key);
    if (row === undefined) return;
    if (resourceVersion !== undefined && this.#parse(row.body).metadata.resourceVersion !== resourceVersion) {
      throw this.#stale(key, true);
    }
    this.#rows.bury(row.id, this.#rows.nextVersion(), this.#clock.now().toISOString());
  }

  #stale(key: ObjectKey, exists: boolean): Problem {
    const happened = exists ? "was changed by someone else" : "was deleted";
    return new Problem("stale-write", { sentence: `The ${this.#describe(key)} ${happened} meanwhile.` });
  }

  #describe({ project, name }: ObjectKey): string {
    return `${this.#kind.noun} ${name}${this.#kind.kind === "project" ? "" : ` of project ${project}`}`;
  }

  /** Stores nothing that could not be read back. */
  #accept(object: unknown): T {
    return this.#parse(JSON.stringify(object));
  }

  #parse(body: string): T {
    return this.#kind.schema.parse(JSON.parse(body));
  }
}

function changeKind(row: ChangeRow, seen: number): ObjectChange<StoredObject>["kind"] {
  if (row.deleted_at !== null) return "deleted";
  return row.added_version > seen ? "added" : "modified";
}

function parsePosition(since: string): number {
  if (/^\d{1,15}$/.test(since)) return Number(since);
  throw new Problem("bad-event-position", { sentence: "The position to watch from is not one of ours." });
}
