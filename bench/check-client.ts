// Looks whether a workflow is seeded, first and again, in a process of its own: started by check-seeding.ts.
import { checkSeeding, SeedStatuses } from "#app/seed-check.ts";
import { ada, openBenchDeps, workflowOf } from "./bench-deps.ts";
import { jobOf, readyToMeasure } from "./seed-job.ts";

const job = await jobOf();
const deps = { ...(await openBenchDeps(job)), seedStatuses: new SeedStatuses() };
const rfe = await workflowOf(deps, job, 0);
const { signal } = new AbortController();
const key = { project: "web", id: rfe.metadata.name };

async function look(): Promise<number> {
  const start = performance.now();
  const check = await checkSeeding(deps, ada, key, signal);
  if (check.state !== "seeded") throw new Error(JSON.stringify(check).slice(0, 500));
  return performance.now() - start;
}

await readyToMeasure();
const firstMs = await look();
await readyToMeasure();
const secondMs = await look();
await readyToMeasure();
const start = performance.now();
await Promise.all(Array.from({ length: 20 }, look));
process.send?.({ firstMs, secondMs, twentyMs: performance.now() - start });
process.exit(0);
