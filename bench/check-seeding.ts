// check-seeding over an emulated link (40 ms, 100 Mbit/s) with 1, 10 and 50 supporting repositories, and the guide's way in
// the same run: REST questions about each repository, one after the other.
import { execFileSync, fork } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { Agent, get } from "node:http";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openGitHost, token } from "./bench-git-host.ts";
import { openLink } from "./link-emulator.ts";
import { median } from "./measure.ts";
import type { SeedJob } from "./seed-job.ts";
import { openRepositories } from "./seed-repositories.ts";

const { values } = parseArgs({ options: { rounds: { type: "string" } } });
const rounds = Number(values.rounds ?? 5);
const { root } = await openRepositories(true, 50);
const host = await openGitHost(root);
const link = await openLink(host.port, { rttMs: 40, mbit: 100 });
const origin = `http://127.0.0.1:${link.port}`;

interface Looks {
  firstMs: number;
  secondMs: number;
  twentyMs: number;
  requests: number[];
}

function jobFor(count: number, branch: string): SeedJob {
  const supporting = Array.from({ length: count }, (_, n) => `${origin}/big-${n}.git`);
  const work = mkdtempSync(join(tmpdir(), "vteam-bench-check-"));
  return {
    variant: "builtin",
    origin,
    token,
    branch,
    spec: `${origin}/spec.git`,
    supporting,
    work,
    isRepeat: false,
    times: 1,
  };
}

/** Starts a client and answers each "ready" of it with a pause, counters at zero and "go". */
async function runClient<T>(script: string, job: SeedJob): Promise<{ result: T; requests: number[] }> {
  const env = { PATH: process.env.PATH, HOME: job.work, TMPDIR: job.work };
  const child = fork(join(import.meta.dirname, script), [], { env });
  const requests: number[] = [];
  const result = await new Promise<T>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`${script} ended with ${code}`)));
    child.on("message", (message: "ready" | T) => {
      requests.push(host.counters.requests);
      host.counters.requests = 0;
      if (message === "ready") setTimeout(() => child.send("go"), 100);
      else resolve(message as T);
    });
    child.send(job);
  });
  rmSync(job.work, { recursive: true, force: true });
  return { result, requests: requests.slice(1) };
}

const agent = new Agent({ keepAlive: true });
const ask = (path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    get(`${origin}/api/${path}`, { agent }, (answer) => answer.on("end", () => resolve()).resume()).on("error", reject);
  });

/** As the guide's implementation looks: REST questions, one after the other, each time anew: five about the spec branch. */
async function lookSerially(count: number): Promise<number> {
  const start = performance.now();
  for (const directory of ["branch", ".claude", ".claude/commands", ".claude/agents", ".specify"]) await ask(directory);
  for (let n = 0; n < count; n += 1) await ask(`big-${n}`);
  return performance.now() - start;
}

console.log(
  `Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}, 40 ms / 100 Mbit/s, ${rounds} rounds, medians; baseline: a REST API that answers at once, asked serially on one warm connection`,
);
console.log(
  "| supporting | baseline ms | first ms | second ms | × (second) | goal | requests first / second | 20 tabs at once: ms / requests |",
);
console.log("|---|---|---|---|---|---|---|---|");
for (const [count, goal] of [
  [1, undefined],
  [10, 5],
  [50, 6],
] as const) {
  const branch = `check-${process.pid}-${count}`;
  await runClient("seed-client.ts", jobFor(count, branch));
  const looks: Looks[] = [];
  const serial: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    serial.push(await lookSerially(count));
    const { result, requests } = await runClient<Omit<Looks, "requests">>("check-client.ts", jobFor(count, branch));
    looks.push({ ...result, requests });
  }
  for (const name of ["spec", ...Array.from({ length: count }, (_, n) => `big-${n}`)])
    if (existsSync(join(root, `${name}.git`)))
      execFileSync("git", ["update-ref", "-d", `refs/heads/${branch}`], { cwd: join(root, `${name}.git`) });
  const middle = (pick: (look: Looks) => number): number => median(looks.map(pick));
  const ratio = median(serial) / middle(({ secondMs }) => secondMs);
  const verdict = goal === undefined ? "" : `≥ ${goal} ${ratio >= goal ? "✓" : "✗"}`;
  const [first, second, twenty] = [0, 1, 2].map((at) => middle(({ requests }) => requests[at] ?? Number.NaN));
  console.log(
    `| ${count} | ${median(serial).toFixed(0)} | ${middle((l) => l.firstMs).toFixed(0)} | ${middle((l) => l.secondMs).toFixed(0)} | ${ratio.toFixed(1)} | ${verdict} | ${first} / ${second} | ${middle((l) => l.twentyMs).toFixed(0)} / ${twenty} |`,
  );
}
await link.close();
await host.close();
process.exit(0);
