import { type LineDiff, lineDiff } from "#domain/line-diff.ts";
import type { SeedRequest, SeedSources } from "#domain/operation.ts";
import { isProblem, type ProblemDocument, problemDocument } from "#domain/problem.ts";
import { seedInputs } from "#domain/project-defaults.ts";
import type { SeedPlan } from "#domain/seed-plan.ts";
import { seedConflict } from "#domain/seed-plan.ts";
import type { Actor } from "#ports/access.ts";
import type { TreeReader } from "#ports/git-repository.ts";
import { authorize } from "./authorize.ts";
import { projectDefaults } from "./projects.ts";
import { loadRfe } from "./rfes.ts";
import { prepareSeed } from "./seed-change.ts";
import type { SeedDeps } from "./seed-deps.ts";
import { preflight, type SeedFault } from "./seed-preflight.ts";
import { loadSources, SourcesUnusable } from "./seed-sources.ts";

interface PreviewedFile extends Partial<LineDiff> {
  path: string;
  action: "add" | "replace" | "remove" | "keep" | "same" | "conflict";
  /** Why it is a conflict. */
  message?: string;
}

export interface SeedPreview {
  /** With the lines that would change for "replace", and those that were left alone for "keep". */
  files: PreviewedFile[];
  branches: { url: string; branch: string; action: "create" | "use" }[];
  problems: ProblemDocument[];
  sources: SeedSources;
  /** What the branch was seeded from last. */
  previous: SeedSources;
  warnings: string[];
}

/** More changed files than a person reads are counted, not compared. */
const MAX_COMPARED = 100;

/** What a seeding with these inputs would do now. Pushes nothing. */
export async function previewSeed(
  deps: SeedDeps,
  actor: Actor,
  { project, id, request: asked }: { project: string; id: string; request: SeedRequest },
  signal: AbortSignal,
): Promise<SeedPreview> {
  await authorize(deps.access, actor, "rfe.seed", project);
  const rfe = await loadRfe(deps, project, id);
  const request = seedInputs(asked, await projectDefaults(deps, project));
  const faults: SeedFault[] = [];
  const sources: SeedSources = {};
  const coming = loadSources(
    deps,
    rfe,
    request,
    (step, outcome) => {
      if ("fault" in outcome) faults.push(outcome.fault);
      else sources[step === "agents" ? "agents" : "specKit"] = outcome.kit.record;
    },
    signal,
  );
  const seen: { plan?: SeedPlan; files: PreviewedFile[] } = { files: [] };
  const onPlan = async (plan: SeedPlan, reader: TreeReader) => {
    Object.assign(seen, { plan, files: await previewFiles(plan, reader) });
  };
  const [looked, , read] = await Promise.allSettled([
    preflight(deps, rfe, signal),
    coming,
    prepareSeed(deps, rfe, coming, onPlan, signal),
  ]);
  if (looked.status === "rejected") throw looked.reason;
  faults.unshift(...looked.value.faults);
  if (read.status === "rejected") addFault(faults, read.reason);
  const conflicts = seen.plan?.conflicts ?? [];
  const problems = faults.map(({ problem }) => problem);
  if (conflicts.length > 0) problems.push(seedConflict(conflicts));
  const branch = rfe.spec.branchName;
  const branches = looked.value.repos.map(({ url, tip }) => ({
    url,
    branch,
    action: tip === undefined ? ("create" as const) : ("use" as const),
  }));
  const before = seen.plan?.previous;
  const previous = before === undefined ? {} : { specKit: before.specKit, agents: before.agents };
  const warnings = seen.plan?.warnings ?? [];
  return { files: seen.files, branches, problems: problems.map(problemDocument), sources, previous, warnings };
}

/** Why the spec repository could not be read, unless that is known already. */
function addFault(faults: SeedFault[], reason: unknown): void {
  if (reason instanceof SourcesUnusable) return;
  if (!isProblem(reason)) throw reason;
  const isTold = faults.some(({ pointer, problem }) => pointer === "/umbrellaRepo" && problem.code === reason.code);
  if (!isTold) faults.push({ pointer: "/umbrellaRepo", problem: reason });
}

async function previewFiles(plan: SeedPlan, reader: TreeReader): Promise<PreviewedFile[]> {
  const contents = new Map(plan.offered.map(({ path, content }) => [path, content]));
  const compared = [...plan.replaced, ...plan.kept].slice(0, MAX_COMPARED);
  const diffs = new Map(
    await Promise.all(
      compared.map(async (path) => {
        const [before, after] = [await reader.read(path), contents.get(path)];
        return [path, before && after ? lineDiff(decode(before), decode(after)) : {}] as const;
      }),
    ),
  );
  const those = (action: PreviewedFile["action"], paths: readonly string[]): PreviewedFile[] =>
    paths.map((path) => ({ path, action, ...diffs.get(path) }));
  const conflicts = plan.conflicts.map(({ path, message }) => ({ path, action: "conflict" as const, message }));
  return [
    ...conflicts,
    ...those("add", plan.added),
    ...those("replace", plan.replaced),
    ...those("remove", plan.removed),
    ...those("keep", plan.kept),
    ...those("same", plan.same),
  ];
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
