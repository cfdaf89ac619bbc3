import { setImmediate } from "node:timers/promises";
import { Problem } from "#domain/problem.ts";
import type { ListOptions, ObjectStore, StoredObject } from "#ports/object-store.ts";

/** Where a page of a list ends: the last object shown. */
export interface Position {
  createdAt: string;
  name: string;
}

export interface PageRequest {
  limit: number;
  before?: Position;
}

export interface Page<T> {
  items: T[];
  next: Position | undefined;
}

/**
 * One page of a store's list, newest first. Reads on while a filter leaves the page short, so that a page is only
 * short at the end of the list.
 */
export async function listPage<T extends StoredObject>(
  store: Pick<ObjectStore<T>, "list">,
  scope: Pick<ListOptions, "project" | "labels">,
  page: PageRequest,
  accept: (object: T) => boolean = () => true,
): Promise<Page<T>> {
  const found: T[] = [];
  let before = page.before;
  for (;;) {
    const { items } = await store.list({
      ...scope,
      limit: page.limit + 1,
      ...(before === undefined ? {} : { before }),
    });
    found.push(...items.filter(accept));
    const last = items.at(-1);
    if (found.length > page.limit || items.length <= page.limit || last === undefined) break;
    before = { createdAt: last.metadata.createdAt, name: last.metadata.name };
    // A long search must not keep others waiting.
    await setImmediate();
  }
  const shown = found.slice(0, page.limit);
  const end = shown.at(-1);
  const more = found.length > page.limit && end !== undefined;
  return { items: shown, next: more ? { createdAt: end.metadata.createdAt, name: end.metadata.name } : undefined };
}

/** A position as opaque text for a URL. */
export const cursorOf = (position: Position | undefined): string | null =>
  position === undefined
    ? null
    : Buffer.from(JSON.stringify([position.createdAt, position.name])).toString("base64url");

/** Reads a cursor back; anything that is not ours is refused. */
export function positionOf(cursor: string): Position {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (Array.isArray(parsed) && parsed.length === 2) {
      const [createdAt, name]: unknown[] = parsed;
      if (typeof createdAt === "string" && typeof name === "string") return { createdAt, name };
    }
  } catch {
    // Not JSON: the same answer as for JSON of another shape.
  }
  throw new Problem("bad-cursor");
}
