import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTemporarySqlite, type TemporarySqlite } from "#test/fakes/temporary-sqlite.ts";

describe("the stores of a data directory", () => {
  let opened: TemporarySqlite;
  let time = Date.parse("2026-11-22T12:00:00.000Z");

  beforeEach(async () => {
    opened = await openTemporarySqlite(() => new Date(time));
  });
  afterEach(() => opened.close());

  const create = (name: string) =>
    opened.sqlite.stores.projects.create({
      metadata: { project: name, name, createdBy: "dev" },
      spec: { displayName: "", description: "", defaults: {} },
    });

  it("are writable until they are closed", async () => {
    const before = await opened.sqlite.isWritable();
    opened.sqlite.close();
    const after = await opened.sqlite.isWritable();

    expect([before, after]).toEqual([true, false]);
  });

  it("end every watch when they are closed", async () => {
    const watch = opened.sqlite.stores.projects.watch({}, new AbortController().signal)[Symbol.asyncIterator]();
    const waiting = watch.next();

    opened.sqlite.close();

    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it("tell a watch of deletions before a restart, for a week", async () => {
    const { metadata } = await create("short-lived");
    await opened.sqlite.stores.projects.delete(metadata);
    const since = { since: metadata.resourceVersion };
    const firstChange = async ({ stores }: TemporarySqlite["sqlite"]) =>
      (await stores.projects.watch(since, AbortSignal.timeout(100))[Symbol.asyncIterator]().next()).value?.kind;

    const soon = await firstChange(await opened.reopen());
    time += 7 * 24 * 60 * 60 * 1_000 + 1;
    const late = await firstChange(await opened.reopen());

    expect([soon, late]).toEqual(["deleted", undefined]);
  });
});
