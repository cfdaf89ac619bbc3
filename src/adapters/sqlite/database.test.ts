import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { type Database, openDatabase } from "./database.ts";

const Count = z.object({ count: z.int() });

describe("database", () => {
  let directory: string;
  const opened: Database[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "vteam-database-"));
  });
  afterEach(async () => {
    for (const database of opened.splice(0)) database.close();
    await rm(directory, { recursive: true, force: true });
  });

  function open(): Database {
    const database = openDatabase(directory);
    opened.push(database);
    return database;
  }
  const claims = (database: Database) => database.one(Count, "SELECT count(*) AS count FROM idempotency").count;
  const claim =
    (database: Database, key: string, answer = "") =>
    () =>
      database.run("INSERT INTO idempotency VALUES ('scope', ?, 'hash', 0, ?)", key, answer);

  it("makes its directory, for its owner's eyes only", async () => {
    directory = join(directory, "deep", "data");
    await open().write(() => 1);

    const modeOf = async (file: string) => (await stat(join(directory, file))).mode & 0o777;
    expect(await Promise.all([".", "vteam.db", "vteam.db-wal"].map(modeOf))).toEqual([0o700, 0o600, 0o600]);
  });

  it("syncs every commit", () => {
    const database = open();

    const settings = database.one(z.unknown(), "PRAGMA synchronous");

    expect(settings).toEqual({ synchronous: 2 });
    expect(database.one(z.unknown(), "PRAGMA journal_mode")).toEqual({ journal_mode: "wal" });
    expect(database.one(z.unknown(), "PRAGMA foreign_keys")).toEqual({ foreign_keys: 1 });
  });

  it("undoes only the write that throws", async () => {
    const database = open();

    const outcomes = await Promise.allSettled([
      database.write(claim(database, "first")),
      database.write(() => {
        claim(database, "torn")();
        throw new Error("half-way");
      }),
      database.write(claim(database, "second")),
    ]);

    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(claims(database)).toBe(2);
  });

  it("commits what is waiting when it closes, and refuses what comes later", async () => {
    const database = open();
    const waiting = database.write(claim(database, "waiting"));
    database.close();

    const late = database.write(claim(database, "late"));

    await expect(late).rejects.toMatchObject({ code: "starting" });
    await waiting;
    expect(claims(open())).toBe(1);
  });

  it("says that the disk is full, loses nothing, goes on reading, and resumes by itself", async () => {
    const database = open();
    await database.write(claim(database, "before"));
    const { page_count: pages } = database.one(z.object({ page_count: z.int() }), "PRAGMA page_count");
    database.get(z.unknown(), `PRAGMA max_page_count = ${pages + 2}`);

    const refused = database.write(claim(database, "large", "x".repeat(1_000_000)));

    await expect(refused).rejects.toMatchObject({ code: "disk-full", retryAfter: 10 });
    expect(claims(database)).toBe(1);
    database.get(z.unknown(), "PRAGMA max_page_count = 1000000");
    await database.write(claim(database, "large", "x".repeat(1_000_000)));
    expect(claims(database)).toBe(2);
  });

  it("refuses data that a newer version wrote, and leaves it alone", async () => {
    open().close();
    const newer = new DatabaseSync(join(directory, "vteam.db"));
    newer.exec("PRAGMA user_version = 999");
    newer.close();

    expect(open).toThrow(/written by a newer vteam \(schema 999; this one knows \d+\)/);

    const again = new DatabaseSync(join(directory, "vteam.db"));
    expect(again.prepare("PRAGMA user_version").get()).toEqual({ user_version: 999 });
    again.close();
  });

  it("says so when the file is not a database", async () => {
    await writeFile(join(directory, "vteam.db"), "not a database at all, but long enough to be looked at".repeat(20));

    expect(open).toThrow(expect.objectContaining({ code: "data-directory-unusable" }));
  });

  it("refuses a directory that is already open in this process", () => {
    open();

    expect(open).toThrow(`Another vteam is running on the data directory ${directory}. Stop it first.`);
  });

  it("refuses a directory another process has open, and takes it once that one was killed", async () => {
    const script = `const { openDatabase } = await import(${JSON.stringify(import.meta.resolve("./database.ts"))});
      openDatabase(${JSON.stringify(directory)}); console.log("open"); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      cwd: import.meta.dirname,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exited = once(child, "exit");
    await once(child.stdout, "data");

    expect(open).toThrow(/Another vteam is running/);
    child.kill("SIGKILL");
    await exited;

    expect(claims(open())).toBe(0);
  });
});
