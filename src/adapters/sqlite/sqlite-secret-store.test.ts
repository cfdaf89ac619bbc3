import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Secret } from "#domain/secret.ts";
import { describeSecretStore } from "#test/contract/secret-store.contract.ts";
import { openTemporarySqlite, type TemporarySqlite, testEncryptionKey } from "#test/fakes/temporary-sqlite.ts";
import { openSqlite } from "./index.ts";

describeSecretStore("SqliteSecretStore", async (now) => {
  const { sqlite, reopen, close } = await openTemporarySqlite(now);
  return { secrets: sqlite.secretStore, reopen: async () => (await reopen()).secretStore, close };
});

describe("secrets at rest", () => {
  let opened: TemporarySqlite;

  beforeEach(async () => {
    opened = await openTemporarySqlite();
    await opened.sqlite.secretStore.write("payments", "GIT_TOKEN", new Secret("canary-4711"), "dev");
    await opened.sqlite.secretStore.write("other", "GIT_TOKEN", new Secret("canary-0815"), "dev");
  });
  afterEach(() => opened.close());

  /** Changes rows behind the back of the store, as someone with the file could. */
  const tamper = (sql: string) => {
    opened.sqlite.close();
    const database = new DatabaseSync(join(opened.directory, "vteam.db"));
    database.exec(sql);
    database.close();
  };
  const openWith = (encryptionKey: typeof testEncryptionKey) =>
    openSqlite({ dataDirectory: opened.directory, now: () => new Date(), newUid: () => "uid", encryptionKey });

  it("leaves no value in any file", async () => {
    const files = await readdir(opened.directory);
    const contents = await Promise.all(files.map((file) => readFile(join(opened.directory, file), "latin1")));

    expect(files).toContain("vteam.db-wal");
    expect(contents.join("")).toContain("GIT_TOKEN");
    expect(contents.join("")).not.toContain("canary");
  });

  it("refuses to start with another key, and says what to do", async () => {
    opened.sqlite.close();
    const key = new Secret(Buffer.alloc(32, 8).toString("base64url"));

    const otherKey = openWith({ version: 1, key });
    const otherVersion = openWith({ ...testEncryptionKey, version: 2 });

    const refused = { code: "data-directory-unusable", message: expect.stringContaining("keys.json") };
    await expect(otherKey).rejects.toMatchObject(refused);
    await expect(otherVersion).rejects.toMatchObject(refused);
  });

  it("never opens a value in the place of another", async () => {
    tamper(`UPDATE secret SET
      nonce = (SELECT nonce FROM secret WHERE project = 'other'),
      ciphertext = (SELECT ciphertext FROM secret WHERE project = 'other') WHERE project = 'payments'`);

    const { secretStore } = await opened.reopen();

    const used = secretStore.use("payments", "GIT_TOKEN");
    await expect(used).rejects.toMatchObject({ message: expect.stringContaining("cannot be decrypted") });
    expect((await secretStore.use("other", "GIT_TOKEN"))?.reveal()).toBe("canary-0815");
  });
});
