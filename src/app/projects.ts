import { Problem } from "#domain/problem.ts";
import type { Project } from "#domain/project.ts";
import { type ProjectDefaults, seedInputs } from "#domain/project-defaults.ts";
import type { Role } from "#domain/role.ts";
import { isFinished } from "#domain/session.ts";
import type { Actor } from "#ports/access.ts";
import { actorName, authorize, noSuchProject } from "./authorize.ts";
import type { AppDeps } from "./deps.ts";
import { listPage, type Page, type PageRequest } from "./page.ts";
import { defaultsFaults } from "./project-checks.ts";
import { refuseFaults } from "./rfe-checks.ts";
import type { SessionQueue } from "./session-queue.ts";

export interface ProjectInput {
  name: string;
  displayName?: string | undefined;
  description?: string | undefined;
}

export interface SeenProject {
  project: Project;
  role: Role;
}

type Deps = Pick<AppDeps, "access" | "stores">;

/** The project, or the problem that it does not exist. */
export async function loadProject(deps: Deps, name: string): Promise<Project> {
  const project = await deps.stores.projects.get({ project: name, name });
  if (project === undefined) throw noSuchProject(name);
  return project;
}

/** Whoever is signed in may make a project, and is its administrator. */
export async function createProject(deps: Deps, actor: Actor, input: ProjectInput): Promise<SeenProject> {
  if (actor.kind !== "user") throw new Problem("role-required", { sentence: "Only a person can create a project." });
  const project = await deps.stores.projects.create({
    metadata: { project: input.name, name: input.name, createdBy: actorName(actor) },
    spec: { displayName: input.displayName ?? "", description: input.description ?? "", defaults: {} },
  });
  return { project, role: "admin" };
}

export interface ListedProject extends SeenProject {
  rfes: number;
  /** Those that have not ended. */
  openSessions: number;
}

/** The projects the caller is a member of, with what goes on in each. */
export async function listProjects(
  deps: Deps & { queue: SessionQueue },
  actor: Actor,
  page: PageRequest,
): Promise<Page<ListedProject>> {
  const [{ items, next }, rfes, sessions] = await Promise.all([
    listPage(deps.stores.projects, {}, page),
    deps.stores.rfes.counts(),
    deps.queue.countByProject(),
  ]);
  const seen = await Promise.all(
    items.map(async (project): Promise<ListedProject[]> => {
      const { name } = project.metadata;
      const role = await deps.access.roleIn(actor, name);
      if (role === undefined) return [];
      return [{ project, role, rfes: rfes.get(name) ?? 0, openSessions: sessions.get(name) ?? 0 }];
    }),
  );
  return { items: seen.flat(), next };
}

export async function getProject(deps: Deps, actor: Actor, name: string): Promise<SeenProject> {
  const role = await authorize(deps.access, actor, "project.view", name);
  return { project: await loadProject(deps, name), role };
}

/** The project's defaults; none once it is being deleted. */
export async function projectDefaults(deps: Pick<AppDeps, "stores">, name: string): Promise<ProjectDefaults> {
  return (await deps.stores.projects.get({ project: name, name }))?.spec.defaults ?? {};
}

export interface ProjectChange {
  displayName?: string | undefined;
  description?: string | undefined;
  /** All of them: what is left out of it is no longer set. */
  defaults?: ProjectDefaults | undefined;
}

export async function updateProject(
  deps: Deps & Pick<AppDeps, "policy">,
  actor: Actor,
  name: string,
  change: ProjectChange,
  version: string,
): Promise<SeenProject> {
  const role = await authorize(deps.access, actor, "project.edit", name);
  const project = await loadProject(deps, name);
  const { defaults = project.spec.defaults } = change;
  refuseFaults(defaultsFaults(deps, change.defaults ?? {}));
  const spec = {
    displayName: change.displayName ?? project.spec.displayName,
    description: change.description ?? project.spec.description,
    defaults: { ...defaults, ...(defaults.seed === undefined ? {} : { seed: seedInputs(defaults.seed, {}) }) },
  };
  const updated = await deps.stores.projects.update({
    ...project,
    metadata: { ...project.metadata, resourceVersion: version },
    spec,
  });
  return { project: updated, role };
}

/** Removes a project with everything in it. Refused while a session or an operation is at work. */
export async function deleteProject(
  deps: Pick<AppDeps, "access" | "stores" | "events" | "gitHost" | "secrets">,
  actor: Actor,
  name: string,
  confirm: string | undefined,
): Promise<void> {
  await authorize(deps.access, actor, "project.delete", name);
  await loadProject(deps, name);
  const { sessions, operations, rfes, projects } = deps.stores;
  const inProject = { project: name };
  const mine = (await sessions.list(inProject)).items;
  const busy = mine.filter((session) => !isFinished(session)).length;
  if (confirm !== name || busy > 0) {
    const why = busy > 0 ? `${busy} of its sessions have not ended` : `the request does not say ?confirm=${name}`;
    throw new Problem("project-not-empty", { sentence: `Project ${name} was not deleted: ${why}.` });
  }

  for (const { metadata } of mine) {
    await deps.events.delete({ project: name, name: metadata.name });
    await sessions.delete({ project: name, name: metadata.name });
  }
  for (const { metadata } of (await operations.list(inProject)).items) await operations.delete(metadata);
  for (const { metadata } of (await rfes.list(inProject)).items) await rfes.delete(metadata);
  for (const { key } of await deps.secrets.list(name)) await deps.secrets.delete(name, key);
  for (const repository of await deps.gitHost.list(name)) await deps.gitHost.delete(name, repository.name);
  await projects.delete({ project: name, name });
}
