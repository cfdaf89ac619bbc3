import type { SeedRequest } from "#domain/operation.ts";
import { type Problem, type ProblemDocument, problemDocument } from "#domain/problem.ts";
import { repositoriesOf } from "#domain/rfe.ts";
import { type SeedPlan, seedConflict } from "#domain/seed-plan.ts";
import type { Actor } from "#ports/access.ts";
import { authorize } from "./authorize.ts";
import { loadRfe } from "./rfes.ts";
import { prepareSeed, seedFiles } from "./seed-change.ts";
import type { SeedDeps } from "./seed-deps.ts";
import { preflight } from "./seed-preflight.ts";

export interface SeedPreview {
  files: { path: string; action: "add" | "replace" | "remove" | "keep" | "same" }[];
  branches: { url: string; branch: string; action: "create" | "use" }[];
  problems: ProblemDocument[];
}

/** What a seeding with these inputs would do now. Pushes nothing. */
export async function previewSeed(
  deps: SeedDeps,
  actor: Actor,
  { project, id, request }: { project: string; id: string; request: SeedRequest },
  signal: AbortSignal,
): Promise<SeedPreview> {
  await authorize(deps.access, actor, "rfe.seed", project);
  const rfe = await loadRfe(deps, project, id);
  const [{ repos, faults }, files] = await Promise.all([
    preflight(deps, rfe, signal),
    seedFiles(deps, rfe, request, signal),
  ]);
  const problems: Problem[] = faults.map(({ problem }) => problem);
  const branches = repos.map(({ url, branchExists }) => ({
    url,
    branch: rfe.spec.branchName,
    action: branchExists ? ("use" as const) : ("create" as const),
  }));
  const [spec] = repos;
  if (spec?.url !== repositoriesOf(rfe.spec)[0]?.url || spec === undefined)
    return { files: [], branches, problems: problems.map(problemDocument) };
  const plans: SeedPlan[] = [];
  await prepareSeed(deps, rfe, files, spec, (plan) => plans.push(plan), signal);
  const conflicts = plans.flatMap((plan) => plan.conflicts);
  if (conflicts.length > 0) problems.push(seedConflict(conflicts));
  return { files: plans.flatMap(actions), branches, problems: problems.map(problemDocument) };
}

const actions = (plan: SeedPlan): SeedPreview["files"] =>
  (
    [
      ["add", plan.added],
      ["replace", plan.replaced],
      ["remove", plan.removed],
      ["keep", plan.kept],
      ["same", plan.same],
    ] as const
  ).flatMap(([action, paths]) => paths.map((path) => ({ path, action })));
