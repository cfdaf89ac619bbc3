import { describeObjectStore } from "#test/contract/object-store.contract.ts";
import { openTemporarySqlite } from "#test/fakes/temporary-sqlite.ts";

describeObjectStore("SqliteObjectStore", async (now) => {
  const { sqlite, reopen, close } = await openTemporarySqlite(now);
  return { stores: sqlite.stores, reopen: async () => (await reopen()).stores, close };
});
