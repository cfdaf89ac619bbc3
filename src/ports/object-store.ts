import type { ObjectKey, ObjectMeta } from "#domain/object-meta.ts";
import type { Operation } from "#domain/operation.ts";
import type { Project } from "#domain/project.ts";
import type { Rfe } from "#domain/rfe.ts";
import type { Session } from "#domain/session.ts";

export interface StoredObject {
  metadata: ObjectMeta;
}

/** What an author gives; the store adds uid, resourceVersion and times. */
export type Unstored<T extends StoredObject> = Omit<T, "metadata"> & {
  metadata: Pick<ObjectMeta, "project" | "name" | "createdBy"> & Partial<Pick<ObjectMeta, "labels">>;
};

export interface ListOptions {
  project?: string;
  /** Only objects that carry all of these labels. */
  labels?: Record<string, string>;
  /** At most this many; default all. */
  limit?: number;
  /** Only objects created before this one, in the order of the list. */
  before?: { createdAt: string; name: string };
}

export interface ObjectList<T> {
  /** Newest first; objects of the same instant by name, descending. */
  items: T[];
  /** Watch from here to miss nothing and see nothing twice. */
  resourceVersion: string;
}

export type ObjectChange<T> = { kind: "added" | "modified" | "deleted"; object: T; resourceVersion: string };

/**
 * Objects of one kind. Once a write has returned it survives a crash of the machine.
 * Errors: "already-exists" on create, "stale-write" on update and delete, "disk-full" on any write.
 */
export interface ObjectStore<T extends StoredObject> {
  get(key: ObjectKey): Promise<T | undefined>;
  list(options?: ListOptions): Promise<ObjectList<T>>;
  /** How many objects each project has, in one look; a project without any is not there. */
  counts(): Promise<ReadonlyMap<string, number>>;
  /** Refuses a name that exists. Names of deleted objects may be used again, with a new uid. */
  create(object: Unstored<T>): Promise<T>;
  /** Refuses a stale resourceVersion ("stale-write"). A write that changes nothing keeps the version and wakes nobody. */
  update(object: T): Promise<T>;
  /** Deletes it if it is still at that version, whatever the version if none is given; deleting what is gone succeeds. */
  delete(key: ObjectKey, resourceVersion?: string): Promise<void>;
  /** Every change after `since` (default: from now on), in order, until the signal aborts. Two quick changes of one object may be seen as one. */
  watch(options: { since?: string; project?: string }, signal: AbortSignal): AsyncIterable<ObjectChange<T>>;
}

type ProjectStore = ObjectStore<Project>;
type RfeStore = ObjectStore<Rfe>;
export type SessionStore = ObjectStore<Session>;
export type OperationStore = ObjectStore<Operation>;

export interface Stores {
  projects: ProjectStore;
  rfes: RfeStore;
  sessions: SessionStore;
  operations: OperationStore;
}
