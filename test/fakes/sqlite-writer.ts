// Writes to the stores of a data directory until it is killed, and prints what was acknowledged, one line each.
import { writeSync } from "node:fs";
import { openSqlite } from "#adapters/sqlite/index.ts";
import { testEncryptionKey } from "./temporary-sqlite.ts";

const [dataDirectory = "", cycle = ""] = process.argv.slice(2);
const key = { project: "payments", name: "session-1" };
let uid = 0;
const sqlite = await openSqlite({
  dataDirectory,
  now: () => new Date(),
  newUid: () => `uid-${cycle}-${++uid}`,
  encryptionKey: testEncryptionKey,
});

// Not console.log: a buffered line would be lost with the process, and what it acknowledges would go unchecked.
const acknowledge = (id: string) => writeSync(1, `${id}\n`);

async function createProjects(writer: number): Promise<never> {
  for (let n = 0; ; n += 1) {
    const name = `p-${cycle}-${writer}-${n}`;
    const metadata = { project: name, name, createdBy: "writer" };
    await sqlite.stores.projects.create({
      metadata,
      spec: { displayName: name, description: "x".repeat(500), defaults: {} },
    });
    acknowledge(`project ${name}`);
  }
}

async function appendEvents(writer: number): Promise<never> {
  const attempt = Number(cycle) * 100 + writer + 1;
  for (let seq = 1; ; seq += 3) {
    const texts = [seq, seq + 1, seq + 2].map((each) => `${attempt}-${each}`);
    const events = texts.map((text, index) => ({
      seq: seq + index,
      timestamp: 0,
      type: "agent.message" as const,
      payload: { text },
    }));
    await sqlite.eventLog.appendRun(key, attempt, events);
    for (const text of texts) acknowledge(`event ${text}`);
  }
}

const writers = [0, 1, 2, 3];
await Promise.all([...writers.map(createProjects), ...writers.map(appendEvents)]);
