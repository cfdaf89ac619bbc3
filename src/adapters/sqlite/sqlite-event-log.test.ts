import { describeEventLog } from "#test/contract/event-log.contract.ts";
import { openTemporarySqlite } from "#test/fakes/temporary-sqlite.ts";

describeEventLog("SqliteEventLog", async (now) => {
  const { sqlite, reopen, close } = await openTemporarySqlite(now);
  return { log: sqlite.eventLog, reopen: async () => (await reopen()).eventLog, close };
});
