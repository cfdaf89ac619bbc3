import { describeIdempotencyStore } from "#test/contract/idempotency-store.contract.ts";
import { openTemporarySqlite } from "#test/fakes/temporary-sqlite.ts";

describeIdempotencyStore("SqliteIdempotencyStore", async (now) => {
  const { sqlite, reopen, close } = await openTemporarySqlite(now);
  return { idempotency: sqlite.idempotency, reopen: async () => (await reopen()).idempotency, close };
});
