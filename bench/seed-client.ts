// One seeding by vteam in a process of its own: started by seeding.ts, measured from the accepted request to the stored result.
import { waitForOperation } from "#app/operations.ts";
import { startSeed } from "#app/rfe-seed.ts";
import { sourceAccess } from "#app/seed-change.ts";
import { runSeedController } from "#controller/seed-controller.ts";
import type { SeedRequest } from "#domain/operation.ts";
import type { Rfe } from "#domain/rfe.ts";
import { ada, openBenchDeps, workflowOf } from "./bench-deps.ts";
import { jobOf, measured, readyToMeasure } from "./seed-job.ts";

const job = await jobOf();
const deps = await openBenchDeps(job);
const request: SeedRequest =
  job.variant === "builtin"
    ? {}
    : { specKitRepo: `${job.origin}/kit.git`, specKitVersion: "main", agentSourceUrl: `${job.origin}/agents.git` };
const earlier = job.variant === "next" ? [await workflowOf(deps, job, job.times)] : [];
const rfes = await Promise.all(Array.from({ length: job.times }, (_, n) => workflowOf(deps, job, n)));
const { signal } = new AbortController();
void runSeedController(deps, signal);

async function seedAll(workflows: readonly Rfe[]): Promise<void> {
  const seedings = workflows.map(async ({ metadata }) => {
    const operation = await startSeed(deps, ada, { project: "web", id: metadata.name, request });
    const { status } = await waitForOperation(deps, operation, AbortSignal.timeout(600_000));
    if (status.state !== "succeeded") throw new Error(JSON.stringify(status.error));
  });
  await Promise.all(seedings);
}

const [rfe] = rfes;
if ((job.variant === "cached" || job.variant === "next") && rfe !== undefined) {
  const access = sourceAccess(deps, rfe);
  await Promise.all([deps.content.specKit(request, access, signal), deps.content.agents(request, access, signal)]);
}
await seedAll(job.isRepeat ? rfes : earlier);
await readyToMeasure();
process.send?.(await measured(() => seedAll(rfes)));
process.exit(0);
