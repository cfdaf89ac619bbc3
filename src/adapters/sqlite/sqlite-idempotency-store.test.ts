import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeIdempotencyStore } from "#test/contract/idempotency-store.contract.ts";
import { project, session } from "#test/contract/object-samples.ts";
import { openTemporarySqlite, type TemporarySqlite } from "#test/fakes/temporary-sqlite.ts";

describeIdempotencyStore("SqliteIdempotencyStore", async (now) => {
  const { sqlite, reopen, close } = await openTemporarySqlite(now);
  return { idempotency: sqlite.idempotency, reopen: async () => (await reopen()).idempotency, close };
});

const unkeepable = {
  status: 201,
  headers: {},
  get body(): string {
    throw new Error("cannot be kept");
  },
};

describe("what a request with an Idempotency-Key created", () => {
  const scope = "local POST /api/projects/payments/agentic-sessions";
  let opened: TemporarySqlite;
  beforeEach(async () => {
    opened = await openTemporarySqlite();
  });
  afterEach(() => opened.close());

  /** A request that creates a session under a new name each time, up to the moment before its answer is kept. */
  async function begin({ idempotency, stores } = opened.sqlite, name = "session-1", body = "hash") {
    const claim = await idempotency.claim(scope, "key", body);
    if (claim.kind !== "mine") return claim;
    return await idempotency.perform(scope, "key", () => stores.sessions.create(session.make(name)));
  }
  const names = async ({ stores } = opened.sqlite) =>
    (await stores.sessions.list()).items.map(({ metadata }) => metadata.name);

  test("is found by its key when the server ended before it could answer", async () => {
    const first = await begin();

    const sqlite = await opened.reopen();
    const again = await begin(sqlite, "session-2");

    expect(again).toEqual(first);
    expect(await names(sqlite)).toEqual(["session-1"]);
  });

  test("is not given to another request with the same key", async () => {
    await begin();

    const again = await begin(await opened.reopen(), "session-2", "other hash");

    expect(again).toEqual({ kind: "mismatch" });
  });

  test("is found also when keeping the answer failed, and when it was deleted meanwhile", async () => {
    const { idempotency, stores } = opened.sqlite;
    const first = await begin();
    await expect(idempotency.finish(scope, "key", unkeepable)).rejects.toThrow("cannot be kept");
    await stores.sessions.delete({ project: "payments", name: "session-1" });

    const again = await begin(opened.sqlite, "session-2");

    expect(again).toEqual(first);
    expect(await names()).toEqual([]);
  });

  test("is bound by kind, and only while the request is at work", async () => {
    const { idempotency, stores } = opened.sqlite;
    await begin();
    await stores.sessions.create(session.make("session-2"));

    await idempotency.perform(scope, "key", () => stores.projects.create(project.make("payments")));

    expect((await names()).sort()).toEqual(["session-1", "session-2"]);
    expect((await stores.projects.list()).items).toHaveLength(1);
  });

  test("is no longer bound once the request was refused after all", async () => {
    await begin();
    await opened.sqlite.idempotency.release(scope, "key");

    await begin(opened.sqlite, "session-2");

    expect((await names()).sort()).toEqual(["session-1", "session-2"]);
  });

  test("stays bound when a repetition was refused before it came to it", async () => {
    const first = await begin();
    const sqlite = await opened.reopen();
    await sqlite.idempotency.claim(scope, "key", "hash");
    const repetition = sqlite.idempotency.perform(scope, "key", async () => {
      throw new Error("the git host is away");
    });
    await expect(repetition).rejects.toThrow("away");
    await sqlite.idempotency.release(scope, "key");

    const again = await begin(sqlite, "session-2");

    expect(again).toEqual(first);
    expect(await names(sqlite)).toEqual(["session-1"]);
  });
});
