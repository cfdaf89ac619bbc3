import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { testEncryptionKey } from "#test/fakes/temporary-sqlite.ts";
import { openSqlite } from "./index.ts";

const writer = fileURLToPath(import.meta.resolve("#test/fakes/sqlite-writer.ts"));
const CYCLES = 6;

describe("a killed server", () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "vteam-crash-"));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  /** Lets a process write until it has acknowledged so many writes, kills it, and returns what it acknowledged. */
  async function killAfter(acknowledgements: number, cycle: number): Promise<string[]> {
    const child = spawn(process.execPath, [writer, directory, String(cycle)], { stdio: ["ignore", "pipe", "inherit"] });
    const exited = once(child, "exit");
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (lines.length === acknowledgements) child.kill("SIGKILL");
    }
    const [, signal] = await exited;
    expect(signal).toBe("SIGKILL");
    return lines;
  }

  it("has every write it acknowledged, whole and once, however it was killed", async () => {
    const acknowledged: string[] = [];
    for (let cycle = 0; cycle < CYCLES; cycle += 1) {
      acknowledged.push(...(await killAfter(50 + Math.floor(Math.random() * 400), cycle)));
    }

    const now = () => new Date();
    const sqlite = await openSqlite({
      dataDirectory: directory,
      now,
      newUid: () => "u",
      encryptionKey: testEncryptionKey,
    });
    const { items } = await sqlite.stores.projects.list();
    const page = await sqlite.eventLog.read({ project: "payments", name: "session-1" }, 0, 1_000_000);
    sqlite.close();

    const stored = [
      ...items.map(({ metadata }) => `project ${metadata.name}`),
      ...page.events.map(({ payload }) => `event ${"text" in payload ? payload.text : ""}`),
    ];
    expect(new Set(stored).size).toBe(stored.length);
    expect(acknowledged.filter((id) => !stored.includes(id))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(CYCLES * 50 - 1);
    expect(page.events.map(({ seq }) => seq)).toEqual(page.events.map((_, index) => index + 1));
    expect(page.lastSeq).toBe(page.events.length);
  });
});
