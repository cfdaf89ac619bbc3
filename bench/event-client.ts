// The other side of bench/events.ts, in a thread of its own so that it does not slow the server down.
import { Agent, request } from "node:http";
import { parentPort, workerData } from "node:worker_threads";

interface Task {
  kind: "ingest" | "latency" | "fan-out";
  /** One address and token per session. */
  sessions: { url: string; runToken: string }[];
  token: string;
  count: number;
  batch: number;
  subscribers: number;
}

const task = workerData as Task;
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
const clock = (): number => performance.timeOrigin + performance.now();

function post(url: string, token: string, body: unknown): Promise<void> {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
    };
    const sent = request(url, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.once("end", () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`answered ${response.statusCode}`)),
      );
    });
    sent.once("error", reject);
    sent.end(text);
  });
}

const event = (seq: number) => ({
  seq,
  timestamp: Date.now(),
  type: "agent.message",
  payload: { text: `Event ${seq}: a line such as an agent writes, of an ordinary length, ${clock()}` },
});

/** Reads a stream and calls back with the ids as they come. Resolves once the server has begun to answer. */
function subscribe(url: string, onId: (id: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${task.token}`, accept: "text/event-stream" };
    const sent = request(`${url}/events`, { agent, headers }, (response) => {
      let rest = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        const lines = (rest + chunk).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) if (line.startsWith("id:")) onId(Number(line.slice(3)));
      });
      resolve();
    });
    sent.once("error", reject);
    sent.end();
  });
}

async function ingest(): Promise<{ seconds: number }> {
  const start = performance.now();
  await Promise.all(
    task.sessions.map(async ({ url, runToken }) => {
      for (let seq = 1; seq <= task.count; seq += task.batch)
        await post(`${url}/run/events`, runToken, {
          events: Array.from({ length: task.batch }, (_, index) => event(seq + index)),
        });
    }),
  );
  return { seconds: (performance.now() - start) / 1000 };
}

/** Milliseconds from handing an event to the network to its arrival at a subscriber. */
async function latency(): Promise<{ delays: number[] }> {
  const [session] = task.sessions;
  if (session === undefined) throw new Error("no session");
  const delays: number[] = [];
  let arrived: (time: number) => void = () => {};
  await subscribe(session.url, () => arrived(clock()));
  for (let seq = 1; seq <= task.count; seq++) {
    const arrival = new Promise<number>((resolve) => (arrived = resolve));
    const sent = clock();
    await post(`${session.url}/run/events`, session.runToken, { events: [event(seq)] });
    delays.push((await arrival) - sent);
  }
  return { delays };
}

async function fanOut(): Promise<{ wrong: number; deliveries: number; seconds: number; last: number[] }> {
  const [session] = task.sessions;
  if (session === undefined) throw new Error("no session");
  const seen = Array.from({ length: task.subscribers }, (): number[] => []);
  let complete: () => void = () => {};
  const all = new Promise<void>((resolve) => (complete = resolve));
  let finished = 0;
  const last: number[] = [];
  let lastSent = 0;
  await Promise.all(
    seen.map((ids) =>
      subscribe(session.url, (id) => {
        ids.push(id);
        if (ids.length === task.count) {
          last.push(clock() - lastSent);
          if (++finished === task.subscribers) complete();
        }
      }),
    ),
  );
  const start = performance.now();
  for (let seq = 1; seq <= task.count; seq += task.batch) {
    lastSent = clock();
    await post(`${session.url}/run/events`, session.runToken, {
      events: Array.from({ length: task.batch }, (_, index) => event(seq + index)),
    });
  }
  await Promise.race([all, new Promise((resolve) => setTimeout(resolve, 60_000))]);
  const wrong = seen.filter((ids) => ids.length !== task.count || ids.some((id, index) => id !== index + 1)).length;
  return {
    wrong,
    deliveries: seen.reduce((sum, ids) => sum + ids.length, 0),
    seconds: (performance.now() - start) / 1000,
    last,
  };
}

const kinds = { ingest, latency, "fan-out": fanOut };
parentPort?.postMessage(await kinds[task.kind]());
process.exit(0);
