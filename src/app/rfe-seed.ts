import { createHash } from "node:crypto";
import { randomName } from "#domain/name.ts";
import { isOperationOver, type Operation, type SeedRequest, seedSteps, seedStepTitles } from "#domain/operation.ts";
import { isProblem, Problem } from "#domain/problem.ts";
import { seedInputs } from "#domain/project-defaults.ts";
import type { Rfe } from "#domain/rfe.ts";
import type { Actor } from "#ports/access.ts";
import type { Unstored } from "#ports/object-store.ts";
import { actorName, authorize } from "./authorize.ts";
import type { AppDeps } from "./deps.ts";
import { projectDefaults } from "./projects.ts";
import { loadRfe } from "./rfes.ts";

export interface SeedInput {
  project: string;
  /** The id of the RFE workflow. */
  id: string;
  request: SeedRequest;
}

/** Which seeding of its workflow an operation is, counted from 1. */
const NUMBER_LABEL = "number";

/**
 * Starts a seeding, or joins the one that runs with the same inputs. The work goes on whether or not anybody waits.
 * Error: "seeding-in-progress" when one with other inputs runs.
 */
export async function startSeed(
  deps: Pick<AppDeps, "access" | "stores">,
  actor: Actor,
  { project, id, request: asked }: SeedInput,
): Promise<Operation> {
  await authorize(deps.access, actor, "rfe.seed", project);
  const rfe = await loadRfe(deps, project, id);
  const request = seedInputs(asked, await projectDefaults(deps, project));
  for (;;) {
    const { items } = await deps.stores.operations.list({ project, labels: { workflow: id } });
    const live = items.find((operation) => !isOperationOver(operation));
    if (live) return joined(live, request);
    const last = Math.max(0, ...items.map((operation) => Number(operation.metadata.labels[NUMBER_LABEL] ?? 0)));
    try {
      return await deps.stores.operations.create(newSeed(rfe, last + 1, request, actorName(actor)));
    } catch (error) {
      // Somebody else started the same seeding at the same moment: look again, and join it.
      if (!isProblem(error, "already-exists")) throw error;
    }
  }
}

function joined(live: Operation, request: SeedRequest): Operation {
  const { name } = live.metadata;
  const isSame = inputsOf(live.spec.request) === inputsOf(request);
  if (isSame && !live.spec.cancel) return live;
  const why = isSame ? "is being cancelled" : "was started with other inputs";
  throw new Problem("seeding-in-progress", {
    sentence: `${name} is seeding ${live.spec.workflow} and ${why}.`,
    facts: { operationId: name },
    retryAfter: 2,
  });
}

const inputsOf = (request: SeedRequest): string => JSON.stringify(Object.entries(request).sort());

/**
 * The name follows from the workflow and the number of its seeding. So of many who start one at the same moment only
 * one succeeds, whichever server they speak to: there is never more than one live seeding of a workflow.
 */
function newSeed(rfe: Rfe, number: number, request: SeedRequest, createdBy: string): Unstored<Operation> {
  const { project, name: workflow, uid } = rfe.metadata;
  const digest = createHash("sha256").update(`${uid} ${number}`).digest();
  return {
    metadata: {
      project,
      name: randomName("op", (count) => digest.subarray(0, count)),
      createdBy,
      labels: { project, workflow, [NUMBER_LABEL]: String(number) },
    },
    spec: { kind: "seed", workflow, request, cancel: false },
    status: { state: "queued", cancellable: true, steps: freshSteps(), result: null, error: null },
  };
}

const freshSteps = (): Operation["status"]["steps"] =>
  seedSteps.map((id) => ({
    id,
    title: seedStepTitles[id],
    state: "pending",
    startedAt: null,
    finishedAt: null,
    detail: "",
  }));
