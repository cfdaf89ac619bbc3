import * as z from "zod";
import {
  isOperationOver,
  type Operation,
  OperationState,
  OperationStep,
  SeedRef,
  SeedRequest,
  SeedResult,
  SeedSources,
  StoredProblem,
} from "#domain/operation.ts";
import { isProblem, Problem } from "#domain/problem.ts";
import type { Actor } from "#ports/access.ts";
import { authorize } from "./authorize.ts";
import type { AppDeps } from "./deps.ts";
import { listPage, type Page, type PageRequest } from "./page.ts";
import { loadProject } from "./projects.ts";

/** Work that outlives a request, as people see it. */
export const OperationView = z.object({
  id: z.string(),
  kind: z.literal("seed"),
  workflow: z.string(),
  state: OperationState,
  cancellable: z.boolean(),
  request: SeedRequest,
  steps: z.array(OperationStep),
  sources: SeedSources,
  refs: z.array(SeedRef),
  result: SeedResult.nullable(),
  error: StoredProblem.nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  createdBy: z.string(),
});
export type OperationView = z.infer<typeof OperationView>;

export const operationView = ({ metadata, spec, status }: Operation): OperationView => ({
  id: metadata.name,
  kind: spec.kind,
  workflow: spec.workflow,
  state: status.state,
  cancellable: status.cancellable,
  request: spec.request,
  steps: status.steps,
  sources: status.sources ?? {},
  refs: status.refs ?? [],
  result: status.result,
  error: status.error,
  createdAt: metadata.createdAt,
  updatedAt: metadata.updatedAt,
  createdBy: metadata.createdBy,
});

type Deps = Pick<AppDeps, "access" | "stores">;

async function loadOperation(deps: Deps, project: string, id: string): Promise<Operation> {
  const operation = await deps.stores.operations.get({ project, name: id });
  if (operation !== undefined) return operation;
  throw new Problem("operation-not-found", { sentence: `There is no operation ${id} in project ${project}.` });
}

export async function getOperation(deps: Deps, actor: Actor, project: string, id: string): Promise<Operation> {
  await authorize(deps.access, actor, "rfe.view", project);
  return loadOperation(deps, project, id);
}

export interface OperationQuery extends PageRequest {
  workflow?: string | undefined;
  state?: OperationState | undefined;
}

export async function listOperations(
  deps: Deps,
  actor: Actor,
  project: string,
  query: OperationQuery,
): Promise<Page<Operation>> {
  await authorize(deps.access, actor, "rfe.view", project);
  await loadProject(deps, project);
  const labels = query.workflow === undefined ? {} : { labels: { workflow: query.workflow } };
  const accept = ({ status }: Operation) => query.state === undefined || status.state === query.state;
  return listPage(deps.stores.operations, { project, ...labels }, query, accept);
}

/** Asks an operation to end; refused once something may have been pushed. Asking again changes nothing. */
export async function cancelOperation(deps: Deps, actor: Actor, project: string, id: string): Promise<Operation> {
  await authorize(deps.access, actor, "rfe.seed", project);
  for (;;) {
    const operation = await loadOperation(deps, project, id);
    if (isOperationOver(operation) || !operation.status.cancellable)
      throw new Problem("too-late-to-cancel", {
        sentence: isOperationOver(operation)
          ? `${id} has already ended: ${operation.status.state}.`
          : `${id} has begun to push and can no longer be cancelled.`,
      });
    if (operation.spec.cancel) return operation;
    try {
      return await deps.stores.operations.update({ ...operation, spec: { ...operation.spec, cancel: true } });
    } catch (error) {
      // The operation itself made progress: look again whether it can still be cancelled.
      if (!isProblem(error, "stale-write")) throw error;
    }
  }
}

/** The operation once it is over, or as it is when patience runs out. */
export async function waitForOperation(
  deps: Pick<AppDeps, "stores">,
  operation: Operation,
  patience: AbortSignal,
): Promise<Operation> {
  if (isOperationOver(operation) || patience.aborted) return operation;
  const { project, name, resourceVersion: since } = operation.metadata;
  let latest = operation;
  const done = new AbortController();
  const signal = AbortSignal.any([patience, done.signal]);
  try {
    for await (const { kind, object } of deps.stores.operations.watch({ since, project }, signal)) {
      if (object.metadata.name !== name) continue;
      latest = object;
      if (kind === "deleted" || isOperationOver(object)) return object;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    done.abort();
  }
  return latest;
}
