// Seeding against the guide's own command sequence, over an emulated link, both in one run. `--small` for a quick look,
// `--rounds N`. Physical floor: handshake, refs, root tree, supporting push and spec push, the slow start of the upload, and
// the bytes at the link's speed; no time of any server in it.
import { execFileSync, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openGitHost, token } from "./bench-git-host.ts";
import { openLink } from "./link-emulator.ts";
import { median } from "./measure.ts";
import { type Case, cases } from "./seed-cases.ts";
import type { SeedJob, SeedMeasure } from "./seed-job.ts";
import { openRepositories } from "./seed-repositories.ts";

const { values } = parseArgs({
  options: { small: { type: "boolean" }, rounds: { type: "string" }, only: { type: "string" } },
});
const isSmall = values.small === true;
const rounds = Number(values.rounds ?? (isSmall ? 3 : 5));
const { root, shapes } = await openRepositories(isSmall, 10);
const host = await openGitHost(root);
// What the link carries the host does not see, and the other way round: both are read after each run.
const shim = mkdtempSync(join(tmpdir(), "vteam-bench-shim-"));
const spawned = join(shim, "spawned");
execFileSync("bash", [
  "-c",
  `printf '#!/bin/sh\\necho x >> ${spawned}\\nexec %s "$@"\\n' "$(command -v git)" > ${shim}/git && chmod +x ${shim}/git`,
]);

interface Figures extends SeedMeasure {
  requests: number;
  connections: number;
  upKb: number;
  downKb: number;
  diskMb: number;
  processes: number;
}

let runs = 0;

async function runOnce(
  { profile, supporting, isRepeat = false, times = 1, spec = "spec", serverMs = 0 }: Case,
  variant: SeedJob["variant"],
): Promise<Figures> {
  runs += 1;
  const link = await openLink(host.port, profile);
  const work = mkdtempSync(join(tmpdir(), "vteam-bench-run-"));
  rmSync(spawned, { force: true });
  host.delayMs = serverMs;
  const origin = `http://127.0.0.1:${link.port}`;
  const names = Array.from({ length: supporting }, (_, n) => `big-${n}`);
  const branch = `bench-${process.pid}-${runs}`;
  const urls = names.map((name) => `${origin}/${name}.git`);
  const job: SeedJob = {
    variant,
    origin,
    token,
    branch,
    spec: `${origin}/${spec}.git`,
    supporting: urls,
    work,
    isRepeat,
    times,
  };
  const script = join(import.meta.dirname, variant === "baseline" ? "seed-baseline.ts" : "seed-client.ts");
  const env = { PATH: `${shim}:${process.env.PATH}`, HOME: work, TMPDIR: work };
  const child = fork(script, [], { env, execArgv: ["--expose-gc"] });
  const measure = await new Promise<SeedMeasure>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`${variant} ended with ${code}`)));
    child.on("message", (message: "ready" | SeedMeasure) => {
      if (message !== "ready") return resolve(message);
      host.hangUp();
      setTimeout(
        () => {
          link.reset();
          rmSync(spawned, { force: true });
          Object.assign(host.counters, { requests: 0, unauthorized: 0 });
          child.send("go");
        },
        50 + 2 * profile.rttMs,
      );
    });
    child.send(job);
  });
  const { connections, up, down } = link.counters;
  const { requests } = host.counters;
  const kept = execFileSync("du", ["-sk", "--exclude=data", work], { encoding: "utf8" });
  const processes = count(`cat ${spawned} 2>/dev/null | wc -l`);
  verify(branch, [spec, ...names], variant);
  await link.close();
  rmSync(work, { recursive: true, force: true });
  const diskMb = Math.max(0, Number.parseInt(kept, 10) - EMPTY_KB) / 1024;
  return { ...measure, requests, connections, upKb: up / 1e3, downKb: down / 1e3, diskMb, processes };
}

/** Directories alone: the work directory and the empty home in it. */
const EMPTY_KB = 12;
const count = (command: string): number =>
  Number.parseInt(execFileSync("bash", ["-c", command], { encoding: "utf8" }), 10);

/** The branches are really there, with really something on them; then they are taken away again. */
function verify(branch: string, names: readonly string[], variant: string): void {
  for (const name of names) {
    const directory = join(root, `${name}.git`);
    const git = (...args: string[]) => execFileSync("git", args, { cwd: directory, encoding: "utf8" }).trim();
    const made = git("for-each-ref", "--format=%(refname)", `refs/heads/${branch}*`).split("\n").filter(Boolean);
    if (made.length === 0) throw new Error(`${variant} made no ${branch} in ${name}`);
    if (name.startsWith("spec") && git("diff", "--name-only", "main", branch).split("\n").length < 25)
      throw new Error(`${variant} put too little on ${branch}`);
    for (const ref of made) git("update-ref", "-d", ref);
  }
}

function floorMs({ profile, supporting, isRepeat = false }: Case, { upKb, downKb }: Figures): number {
  // With nothing to push, the directories that are there have to be read instead.
  const trips = 4 + (supporting > 0 && !isRepeat ? 1 : 0);
  const slowStart = Math.max(0, Math.ceil(Math.log2((upKb * 1e3) / 14_600 + 1)) - 1);
  return (trips + slowStart) * profile.rttMs + (((upKb + downKb) * 8) / (profile.mbit * 1e3)) * 1;
}

const cell = (value: number, digits = 0): string =>
  value.toLocaleString("en", { maximumFractionDigits: digits, minimumFractionDigits: digits });

console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(1)}; big: ${shapes.big.files} files, ${shapes.big.commits} commits; ${rounds} rounds, medians`,
);
console.log(
  "| case | variant | ms (min..max) | × | goal | over floor | requests / conn. | up kB | down kB | × fewer down | git processes | disk MB | +RSS MB (children) |",
);
console.log("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
for (const one of cases.filter(({ name }) => values.only === undefined || name.includes(values.only))) {
  const results = new Map<SeedJob["variant"], Figures[]>(one.variants.map((variant) => [variant, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const variant of round % 2 === 0 ? one.variants : one.variants.toReversed())
      results.get(variant)?.push(await runOnce(one, variant));
  const middle = (variant: SeedJob["variant"], key: keyof Figures) =>
    median((results.get(variant) ?? []).map((figures) => figures[key]));
  const base = middle("baseline", "ms");
  const baseDown = middle("baseline", "downKb");
  for (const [variant, all] of results) {
    const times = all.map(({ ms }) => ms);
    const ms = median(times);
    const figures = Object.fromEntries(
      Object.keys(all[0] ?? {}).map((key) => [key, median(all.map((f) => f[key as keyof Figures]))]),
    ) as unknown as Figures;
    const goal = one.goals[variant];
    const ratio = variant === "baseline" || Number.isNaN(base) ? "" : (base / ms).toFixed(1);
    const verdict = goal === undefined ? "" : `≥ ${goal} ${base / ms >= goal ? "✓" : "✗"}`;
    const over = variant === "baseline" ? "" : (ms / floorMs(one, figures)).toFixed(2);
    const fewer = variant === "baseline" || Number.isNaN(baseDown) ? "" : cell(baseDown / figures.downKb);
    console.log(
      `| ${one.name} | ${variant} | ${cell(ms)} (${cell(Math.min(...times))}..${cell(Math.max(...times))}) | ${ratio} | ${verdict} | ${over} | ${cell(figures.requests)} / ${cell(figures.connections)} | ${cell(figures.upKb, 1)} | ${cell(figures.downKb, 1)} | ${fewer} | ${cell(figures.processes)} | ${cell(figures.diskMb, 1)} | ${cell(figures.addedRssMb)} (${cell(figures.childRssMb)}) |`,
    );
  }
}
await host.close();
rmSync(shim, { recursive: true, force: true });
process.exit(0);
