// Reads over the API on the loopback. Baseline: a bare node:http server that answers the same bytes. Budgets: 1,000 requests/s, p99 50 ms.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import autocannon from "autocannon";
import { requester } from "#test/fakes/http-request.ts";
import { removeData, startVteam } from "#test/fakes/vteam-server.ts";
import { report } from "./measure.ts";

const server = await startVteam();
const call = requester(server.origin, server.token);
await call("POST", "/api/projects", { body: { name: "bench" } });
const sessions = "/api/projects/bench/agentic-sessions";
for (let index = 0; index < 20; index++) {
  const { body } = await call("POST", sessions, { body: { prompt: `Say hello ${index}.`, repos: [] } });
  await call("POST", `${sessions}/${body.name}/stop`, { body: {} });
}
// Reads are measured, not agents: wait until none runs.
while (
  (await call("GET", sessions)).body.items.some(
    (item: { status: { phase: string } }) => item.status.phase !== "Stopped",
  )
)
  await new Promise((resolve) => setTimeout(resolve, 200));
const path = "/api/projects/bench/agentic-sessions?limit=20";
const bytes = JSON.stringify((await call("GET", path)).body);
const bare = createServer((_, response) => response.setHeader("content-type", "application/json").end(bytes)).listen(
  0,
  "127.0.0.1",
);
await new Promise((resolve) => bare.once("listening", resolve));

const load = (url: string) =>
  autocannon({ url, connections: 20, duration: 8, headers: { authorization: `Bearer ${server.token}` } });
const run = async (url: string) => {
  const result = await load(url);
  if (result.non2xx > 0) throw new Error(`${result.non2xx} answers were not 2xx`);
  return result;
};
await run(server.origin + path);
const list = await run(server.origin + path);
const one = await run(`${server.origin}/api/projects/bench`);
const baseline = await run(`http://127.0.0.1:${(bare.address() as AddressInfo).port}/`);
bare.close();
await server.stop();
removeData(server.dataDirectory);

report("API reads (20 connections, 8 s each, client on the same machine)", [
  {
    what: "list of 20 sessions, against bare node:http",
    ours: list.requests.average,
    unit: "req/s",
    baseline: { name: "bare", value: baseline.requests.average },
  },
  {
    what: "list of 20 sessions",
    ours: list.requests.average,
    unit: "req/s",
    baseline: { name: "budget", value: 1_000 },
    more: true,
  },
  {
    what: "list of 20 sessions, p99",
    ours: list.latency.p99,
    unit: "ms",
    baseline: { name: "budget", value: 50 },
    more: false,
  },
  {
    what: "one project",
    ours: one.requests.average,
    unit: "req/s",
    baseline: { name: "budget", value: 1_000 },
    more: true,
  },
  { what: "one project, p99", ours: one.latency.p99, unit: "ms", baseline: { name: "budget", value: 50 }, more: false },
]);
