import type { SeedRequest } from "#domain/operation.ts";
import { isProblem } from "#domain/problem.ts";
import type { Rfe } from "#domain/rfe.ts";
import type { Kit } from "#domain/seed-kit.ts";
import { type SeedFiles, sourceAccess } from "./seed-change.ts";
import type { SeedDeps } from "./seed-deps.ts";
import type { SeedFault } from "./seed-preflight.ts";

type SourceStep = "spec-kit" | "agents";

/** Told of each source as soon as it is known. */
export type OnSource = (step: SourceStep, outcome: { kit: Kit } | { fault: SeedFault }) => void;

const pointers: Record<SourceStep, string> = { "spec-kit": "/specKitRepo", agents: "/agentSourceUrl" };

/** Thrown when a source cannot be used; its faults were told to `onSource`. */
export class SourcesUnusable extends Error {}

/** The files of both sources, fetched at the same time. A fault of one does not hide that of the other. */
export async function loadSources(
  deps: SeedDeps,
  rfe: Rfe,
  request: SeedRequest,
  onSource: OnSource,
  signal: AbortSignal,
): Promise<SeedFiles> {
  const access = sourceAccess(deps, rfe);
  const load = async (step: SourceStep, loading: Promise<Kit>): Promise<Kit | undefined> => {
    try {
      const kit = await loading;
      onSource(step, { kit });
      return kit;
    } catch (error) {
      if (!isProblem(error)) throw error;
      onSource(step, { fault: { pointer: pointers[step], problem: error } });
      return undefined;
    }
  };
  const [kit, agents] = await Promise.all([
    load("spec-kit", deps.content.specKit(request, access, signal)),
    load("agents", deps.content.agents(request, access, signal)),
  ]);
  if (kit === undefined || agents === undefined) throw new SourcesUnusable("a source of the seeding cannot be used");
  return { kit, agents };
}
