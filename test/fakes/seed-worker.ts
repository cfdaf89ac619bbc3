// A server that does nothing but seed: `node seed-worker.ts <data directory>`. Ends when no seeding is left to do.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { GitCommand } from "#adapters/git/git-command.ts";
import { openSqlite } from "#adapters/sqlite/index.ts";
import { runSeedController } from "#controller/seed-controller.ts";
import { isOperationOver } from "#domain/operation.ts";
import { seedDepsOn } from "#test/fakes/seed-house.ts";
import { testEncryptionKey } from "#test/fakes/temporary-sqlite.ts";

const directory = process.argv[2] ?? "";
const now = () => new Date();
const sqlite = await openSqlite({
  dataDirectory: directory,
  now,
  newUid: () => crypto.randomUUID(),
  encryptionKey: testEncryptionKey,
});
await mkdir(join(directory, "home"), { recursive: true });
const git = new GitCommand({
  home: join(directory, "home"),
  path: process.env.PATH ?? "",
  network: {},
  allowsHttp: () => true,
  allowsFile: () => false,
});
const mirrors = { git, directory: join(directory, "mirrors"), locate: () => undefined, now: Date.now };
const stop = new AbortController();
const running = runSeedController(seedDepsOn(sqlite, mirrors), stop.signal);
while (!(await sqlite.stores.operations.list()).items.every(isOperationOver)) await delay(20);
stop.abort();
await running;
sqlite.close();
