// Events from runners to the log to subscribers, over real HTTP on the loopback. Baseline of ingest: one row per synced SQLite commit.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";
import { AppHouse, TOKEN } from "#test/fakes/app-house.ts";
import { median, percentile, report } from "./measure.ts";

const house = await AppHouse.open();
await house.call("POST", "/api/projects", { name: "bench" });

/** A session that a runner could be speaking for. */
async function runningSession(): Promise<{ url: string; runToken: string }> {
  const { body } = await house.call("POST", "/api/projects/bench/agentic-sessions", { prompt: "Speak.", repos: [] });
  const key = { project: "bench", name: body.name };
  const session = await house.deps.stores.sessions.get(key);
  if (session === undefined) throw new Error("the session is gone");
  await house.deps.stores.sessions.update({
    ...session,
    status: { ...session.status, phase: "Running", attempt: 1, startTime: new Date().toISOString() },
  });
  return {
    url: `${house.origin}/api/projects/bench/agentic-sessions/${body.name}`,
    runToken: house.deps.access.runToken({ ...key, attempt: 1 }).reveal(),
  };
}

async function client<T>(
  kind: string,
  options: { writers: number; count: number; batch: number; subscribers?: number },
): Promise<T> {
  const sessions = await Promise.all(Array.from({ length: options.writers }, runningSession));
  const workerData = { kind, sessions, token: TOKEN, subscribers: 0, ...options };
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./event-client.ts", import.meta.url), { workerData });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

function oneRowPerCommit(): number {
  const directory = mkdtempSync(join(tmpdir(), "vteam-bench-"));
  const database = new DatabaseSync(join(directory, "baseline.db"));
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE event (seq INTEGER PRIMARY KEY, body TEXT)",
  );
  const insert = database.prepare("INSERT INTO event (body) VALUES (?)");
  const start = performance.now();
  for (let index = 0; index < 1_000; index++)
    insert.run(`{"text":"Event ${index}: a line such as an agent writes, of an ordinary length"}`);
  const perSecond = 1_000 / ((performance.now() - start) / 1000);
  database.close();
  rmSync(directory, { recursive: true });
  return perSecond;
}

await client("ingest", { writers: 2, count: 500, batch: 25 });
const ingest = await client<{ seconds: number }>("ingest", { writers: 8, count: 2_500, batch: 25 });
const single = await client<{ seconds: number }>("ingest", { writers: 8, count: 250, batch: 1 });
const { delays } = await client<{ delays: number[] }>("latency", { writers: 1, count: 300, batch: 1 });
const fan = await client<{ wrong: number; deliveries: number; seconds: number; last: number[] }>("fan-out", {
  writers: 1,
  count: 200,
  batch: 10,
  subscribers: 1_000,
});
const baseline = oneRowPerCommit();
await house.close();

report("Events: 8 writers; 1 subscriber; 1,000 subscribers", [
  {
    what: "durable ingest in batches of 25, against one row per commit",
    ours: 20_000 / ingest.seconds,
    unit: "events/s",
    baseline: { name: "naive", value: baseline },
  },
  {
    what: "durable ingest in batches of 25",
    ours: 20_000 / ingest.seconds,
    unit: "events/s",
    baseline: { name: "budget", value: 2_000 },
    more: true,
  },
  {
    what: "durable ingest one by one",
    ours: 2_000 / single.seconds,
    unit: "events/s",
    baseline: { name: "budget", value: 2_000 },
    more: true,
  },
  {
    what: "posted → seen by a subscriber, median",
    ours: median(delays),
    unit: "ms",
    baseline: { name: "budget", value: 100 },
    more: false,
  },
  {
    what: "posted → seen by a subscriber, p99",
    ours: percentile(delays, 0.99),
    unit: "ms",
    baseline: { name: "budget", value: 100 },
    more: false,
  },
  {
    what: "1,000 subscribers: deliveries lost, doubled or out of order",
    ours: fan.wrong,
    unit: "streams",
    baseline: { name: "of", value: 1_000 },
    more: false,
  },
  {
    what: "1,000 subscribers: deliveries",
    ours: fan.deliveries / fan.seconds,
    unit: "events/s",
    baseline: { name: "expected in all", value: 200_000 },
  },
  {
    what: "1,000 subscribers: last event posted → seen, p99",
    ours: percentile(fan.last, 0.99),
    unit: "ms",
    baseline: { name: "reach", value: 150 },
  },
]);
process.exit(0);
