import { afterEach, beforeEach, describe, expect } from "vitest";
import type { IdempotencyStore, StoredAnswer } from "#ports/idempotency-store.ts";
import { type ContractOptions, contractTests } from "./contract-tests.ts";

interface OpenIdempotency {
  idempotency: IdempotencyStore;
  /** What the next process finds when this one ends. */
  reopen(): Promise<IdempotencyStore>;
  close(): Promise<void>;
}

const scope = "local POST /api/projects/payments/rfe-workflows";
const answer: StoredAnswer = { status: 201, headers: { location: "/x", etag: '"7"' }, body: '{"id":"é"}' };
const HOUR_MS = 60 * 60 * 1_000;

export function describeIdempotencyStore(
  name: string,
  open: (now: () => Date) => Promise<OpenIdempotency>,
  options: ContractOptions = {},
): void {
  describe(`${name} as an idempotency store`, () => {
    const test = contractTests(options);
    let opened: OpenIdempotency;
    let store: IdempotencyStore;
    let time: number;

    beforeEach(async () => {
      time = Date.parse("2026-11-22T12:00:00.000Z");
      opened = await open(() => new Date(time));
      store = opened.idempotency;
    });
    afterEach(() => opened.close());

    test("gives a key to exactly one of many concurrent requests", async () => {
      const claims = await Promise.all(Array.from({ length: 50 }, () => store.claim(scope, "key", "hash")));

      expect(claims.filter(({ kind }) => kind === "mine")).toHaveLength(1);
      expect(claims.filter(({ kind }) => kind === "in-flight")).toHaveLength(49);
    });

    test("repeats the answer word for word, also after a restart", async () => {
      await store.claim(scope, "key", "hash");
      await store.finish(scope, "key", answer);

      const reopened = await opened.reopen();

      expect(await reopened.claim(scope, "key", "hash")).toEqual({ kind: "replay", answer });
    });

    test("refuses a key that was used for another body", async () => {
      await store.claim(scope, "key", "hash");
      const working = await store.claim(scope, "key", "other hash");
      await store.finish(scope, "key", answer);

      const answered = await store.claim(scope, "key", "other hash");

      expect([working, answered]).toEqual([{ kind: "mismatch" }, { kind: "mismatch" }]);
    });

    test("keeps scopes apart", async () => {
      await store.claim(scope, "key", "hash");

      const other = await store.claim("somebody POST /elsewhere", "key", "other hash");

      expect(other).toEqual({ kind: "mine" });
    });

    test("frees a released key, but never one that was answered", async () => {
      await store.claim(scope, "released", "hash");
      await store.release(scope, "released");
      await store.claim(scope, "answered", "hash");
      await store.finish(scope, "answered", answer);
      await store.release(scope, "answered");

      const claims = [await store.claim(scope, "released", "hash"), await store.claim(scope, "answered", "hash")];

      expect(claims).toEqual([{ kind: "mine" }, { kind: "replay", answer }]);
    });

    test("forgets after 24 hours and not before", async () => {
      await store.claim(scope, "key", "hash");
      await store.finish(scope, "key", answer);

      time += 24 * HOUR_MS - 1;
      const before = await store.claim(scope, "key", "hash");
      time += 1;
      const after = await store.claim(scope, "key", "hash");

      expect([before.kind, after.kind]).toEqual(["replay", "mine"]);
    });

    test("frees what was in flight when the process ended", async () => {
      await store.claim(scope, "key", "hash");

      const reopened = await opened.reopen();

      expect(await reopened.claim(scope, "key", "hash")).toEqual({ kind: "mine" });
    });
  });
}
