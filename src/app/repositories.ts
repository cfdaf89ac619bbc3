import { Problem } from "#domain/problem.ts";
import type { Role, Verb } from "#domain/role.ts";
import type { Actor } from "#ports/access.ts";
import type { HostedRepository } from "#ports/local-git-host.ts";
import { actorName, authorize, noSuchProject } from "./authorize.ts";
import type { AppDeps } from "./deps.ts";
import { loadProject } from "./projects.ts";

type Deps = Pick<AppDeps, "access" | "stores" | "gitHost">;

const noSuchRepository = (project: string, name: string): Problem =>
  new Problem("repository-not-found", { sentence: `Project ${project} has no repository ${name} on this server.` });

export async function listRepositories(deps: Deps, actor: Actor, project: string): Promise<HostedRepository[]> {
  await authorize(deps.access, actor, "repository.view", project);
  await loadProject(deps, project);
  return deps.gitHost.list(project);
}

export async function createRepository(
  deps: Deps,
  actor: Actor,
  project: string,
  input: { name: string; defaultBranch: string },
): Promise<HostedRepository> {
  await authorize(deps.access, actor, "repository.create", project);
  await loadProject(deps, project);
  return deps.gitHost.create(project, input.name, input.defaultBranch);
}

export async function deleteRepository(deps: Deps, actor: Actor, project: string, name: string): Promise<void> {
  await authorize(deps.access, actor, "repository.delete", project);
  await loadProject(deps, project);
  if ((await deps.gitHost.get(project, name)) === undefined) throw noSuchRepository(project, name);
  await deps.gitHost.delete(project, name);
}

/** Whether somebody may fetch from or push to a repository of this server. Returns who pushes, for its log. */
export async function openRepository(
  deps: Deps,
  actor: Actor,
  target: { project: string; name: string; write: boolean },
): Promise<{ user: string; role: Role | undefined }> {
  const { project, name, write } = target;
  const verb: Verb = write ? "repository.push" : "repository.view";
  const role = actor.kind === "git" ? openGrant(actor, target) : await authorize(deps.access, actor, verb, project);
  if ((await deps.gitHost.get(project, name)) === undefined) throw noSuchRepository(project, name);
  return { user: actorName(actor), role };
}

function openGrant(
  { grant }: Extract<Actor, { kind: "git" }>,
  target: { project: string; name: string; write: boolean },
): undefined {
  if (grant.project !== target.project) throw noSuchProject(target.project);
  if (grant.repository !== target.name) throw noSuchRepository(target.project, target.name);
  if (target.write && !grant.write)
    throw new Problem("role-required", { sentence: `This credential may only read ${target.project}/${target.name}.` });
  return undefined;
}
