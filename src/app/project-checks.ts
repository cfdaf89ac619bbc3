import type { ProjectDefaults } from "#domain/project-defaults.ts";
import { acceptRepoUrl } from "#domain/repo-url.ts";
import type { AppDeps } from "./deps.ts";
import { type Fault, faultOf } from "./rfe-checks.ts";
import { modelProblem } from "./session-model.ts";

/** What a schema cannot say about the defaults of a project: what every request would be refused for later. */
export function defaultsFaults(deps: Pick<AppDeps, "policy">, { seed = {}, model }: ProjectDefaults): Fault[] {
  const unknown = model === undefined ? undefined : modelProblem(model);
  const sources = (["specKitRepo", "agentSourceUrl"] as const).flatMap((field) => {
    const source = seed[field] ?? "";
    // Without a colon it is the built-in kit, owner/name or a directory: the seeding itself knows those.
    if (!source.includes(":")) return [];
    return faultOf(`/defaults/seed/${field}`, () => acceptRepoUrl(source, deps.policy()));
  });
  return [...(unknown === undefined ? [] : [{ pointer: "/defaults/model", problem: unknown }]), ...sources];
}
