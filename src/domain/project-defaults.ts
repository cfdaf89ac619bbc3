import * as z from "zod";
import { SeedRequest } from "./operation.ts";
import { NewSession, type SessionSpec } from "./session.ts";

/** What seedings and sessions of a project take where a request says nothing. `timeout` is in seconds. */
export const ProjectDefaults = z.strictObject({
  seed: SeedRequest.optional(),
  model: NewSession.shape.model,
  timeout: NewSession.shape.timeout,
});
export type ProjectDefaults = z.infer<typeof ProjectDefaults>;

/** How long a session may take when neither the request nor the project says it (guide, phase 4). */
const GUIDE_TIMEOUT_SECONDS = 1_800;

type SeedField = keyof SeedRequest;

/** The fields of each source, the one that says where it is first. */
const sources: readonly (readonly [SeedField, ...SeedField[]])[] = [
  ["specKitRepo", "specKitVersion", "specKitTemplate"],
  ["agentSourceUrl", "agentSourceBranch", "agentSourcePath"],
];

/**
 * What a seeding is made from: the request, and where it is silent or blank the project. A request that names another
 * source takes nothing else of that source from the project: a version belongs to its repository.
 */
export function seedInputs(request: SeedRequest, { seed = {} }: ProjectDefaults): SeedRequest {
  const inputs: SeedRequest = {};
  for (const fields of sources)
    for (const field of fields) {
      const value = request[field] || (request[fields[0]] ? undefined : seed[field]);
      if (value) inputs[field] = value;
    }
  return inputs;
}

/** The model and the time of a session: what was asked for, else the project's, else the server's and the guide's. */
export function sessionLimits(
  asked: Pick<NewSession, "model" | "timeout">,
  defaults: ProjectDefaults,
  serverModel: string,
): Pick<SessionSpec, "model" | "timeout"> {
  return {
    model: asked.model ?? defaults.model ?? serverModel,
    timeout: asked.timeout ?? defaults.timeout ?? GUIDE_TIMEOUT_SECONDS,
  };
}
