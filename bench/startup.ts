// How long `vteam up` takes to be ready, and what it holds while idle. Baseline: an empty Node process; budgets: 1.5 s, 150 MB.
import { spawnSync } from "node:child_process";
import { removeData, startVteam } from "#test/fakes/vteam-server.ts";
import { median, repeat, report, residentMb } from "./measure.ts";

const rounds = await repeat(7, async () => {
  const emptyStart = performance.now();
  spawnSync(process.execPath, ["-e", "0"]);
  const emptyMs = performance.now() - emptyStart;
  const start = performance.now();
  const server = await startVteam();
  const readyMs = performance.now() - start;
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const rssMb = residentMb(server.pid);
  const stopStart = performance.now();
  await server.stop();
  removeData(server.dataDirectory);
  return { emptyMs, readyMs, rssMb, stopMs: performance.now() - stopStart };
});

const ready = median(rounds.map(({ readyMs }) => readyMs));
report("Start of vteam up (7 rounds, medians)", [
  {
    what: "process start → ready line, against an empty Node process",
    ours: ready,
    unit: "ms",
    baseline: { name: "node -e 0", value: median(rounds.map(({ emptyMs }) => emptyMs)) },
  },
  {
    what: "process start → ready line",
    ours: ready,
    unit: "ms",
    baseline: { name: "budget", value: 1_500 },
    more: false,
  },
  {
    what: "resident memory, idle",
    ours: median(rounds.map(({ rssMb }) => rssMb)),
    unit: "MB",
    baseline: { name: "budget", value: 150 },
    more: false,
  },
  {
    what: "SIGTERM → exit, idle",
    ours: median(rounds.map(({ stopMs }) => stopMs)),
    unit: "ms",
    baseline: { name: "budget", value: 10_000 },
    more: false,
  },
]);
