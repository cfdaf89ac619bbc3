import { branchNameProblem, suggestBranchName } from "#domain/branch-name.ts";
import { isOperationOver } from "#domain/operation.ts";
import { isProblem, Problem } from "#domain/problem.ts";
import { sameRepository } from "#domain/repo-url.ts";
import type { BasedRepo, NewRfe, RepoRef, Rfe, RfeChange } from "#domain/rfe.ts";
import { repositoriesOf } from "#domain/rfe.ts";
import { sessionLabels } from "#domain/session.ts";
import type { Actor } from "#ports/access.ts";
import { actorName, authorize } from "./authorize.ts";
import type { AppDeps } from "./deps.ts";
import { listPage, type Page, type PageRequest } from "./page.ts";
import { loadProject } from "./projects.ts";
import type { RepoStates } from "./repo-states.ts";
import { checkRepositories, type RepoField, refuseFaults, urlFaults } from "./rfe-checks.ts";
import type { RfeIds } from "./rfe-id.ts";
import type { SeenRfe } from "./rfe-view.ts";
import { preflight } from "./seed-preflight.ts";

type Deps = AppDeps & { rfeIds: RfeIds; repoStates: RepoStates };

const fieldsOf = (umbrella: RepoRef, supporting: readonly RepoRef[]): RepoField[] => [
  { pointer: "/umbrellaRepo", repo: umbrella },
  ...supporting.map((repo, i) => ({ pointer: `/supportingRepos/${i}`, repo })),
];

/** The RFE, or the problem that it does not exist. */
export async function loadRfe(deps: Pick<AppDeps, "stores">, project: string, id: string): Promise<Rfe> {
  const rfe = await deps.stores.rfes.get({ project, name: id });
  if (rfe !== undefined) return rfe;
  throw new Problem("workflow-not-found", { sentence: `There is no RFE workflow ${id} in project ${project}.` });
}

async function acceptRepositories(
  deps: Deps,
  project: string,
  input: { branchName: string; title: string; umbrellaRepo: RepoRef; supportingRepos: readonly RepoRef[] },
  signal: AbortSignal,
): Promise<{ umbrellaRepo: BasedRepo; supportingRepos: BasedRepo[] }> {
  const fields = fieldsOf(input.umbrellaRepo, input.supportingRepos);
  const bases = fields.flatMap(({ repo }) => (repo.branch === undefined ? [] : [repo.branch]));
  const name = branchNameProblem(input.branchName, bases);
  const named = name === undefined ? [] : [{ pointer: "/branchName", problem: withSuggestion(name, input.title) }];
  const faults = [...named, ...urlFaults(deps, fields)];
  refuseFaults(faults);

  const { repos, faults: found } = await checkRepositories(deps, project, fields, input.branchName, signal);
  refuseFaults(found);
  const [umbrellaRepo, ...supportingRepos] = repos;
  if (umbrellaRepo === undefined) throw new Error("an RFE without repositories passed its checks");
  return { umbrellaRepo, supportingRepos };
}

const withSuggestion = (problem: Problem, title: string): Problem =>
  new Problem(problem.code, { sentence: problem.message, facts: { suggestion: suggestBranchName(title) } });

/** Refuses what could not be seeded later; nothing is stored unless all repositories and names are fine. */
export async function createRfe(
  deps: Deps,
  actor: Actor,
  project: string,
  input: NewRfe,
  signal: AbortSignal,
): Promise<SeenRfe> {
  const role = await authorize(deps.access, actor, "rfe.create", project);
  await loadProject(deps, project);
  const repositories = await acceptRepositories(deps, project, input, signal);
  const { title, description, branchName, parentOutcome } = input;
  const rfe = await deps.rfeIds.create({
    metadata: { project, createdBy: actorName(actor), labels: { project } },
    spec: {
      title,
      description,
      branchName,
      ...repositories,
      workspacePath: "",
      ...(parentOutcome === undefined ? {} : { parentOutcome }),
      jiraLinks: [],
    },
    status: { phase: "Initializing", message: "" },
  });
  return { rfe, role };
}

/** What `createRfe` would refuse, without creating anything. */
export async function validateRfe(
  deps: Deps,
  actor: Actor,
  project: string,
  input: NewRfe,
  signal: AbortSignal,
): Promise<{ umbrellaRepo: BasedRepo; supportingRepos: BasedRepo[] }> {
  await authorize(deps.access, actor, "rfe.create", project);
  await loadProject(deps, project);
  const repos = await acceptRepositories(deps, project, input, signal);
  const spec = { branchName: input.branchName, ...repos };
  const { faults } = await preflight(deps, { metadata: { project }, spec }, signal);
  refuseFaults(faults);
  return repos;
}

export async function listRfes(
  deps: Pick<AppDeps, "access" | "stores">,
  actor: Actor,
  project: string,
  query: PageRequest & { q?: string | undefined },
): Promise<Page<SeenRfe>> {
  const role = await authorize(deps.access, actor, "rfe.view", project);
  await loadProject(deps, project);
  const text = query.q?.toLowerCase() ?? "";
  const matches = ({ spec }: Rfe) => `${spec.title}\n${spec.branchName}`.toLowerCase().includes(text);
  const { items, next } = await listPage(deps.stores.rfes, { project }, query, matches);
  return { items: items.map((rfe) => ({ rfe, role })), next };
}

export async function getRfe(
  deps: Pick<AppDeps, "access" | "stores">,
  actor: Actor,
  project: string,
  id: string,
): Promise<SeenRfe> {
  const role = await authorize(deps.access, actor, "rfe.view", project);
  return { rfe: await loadRfe(deps, project, id), role };
}

async function refuseWhileSeeding(
  deps: Pick<AppDeps, "stores">,
  rfe: Rfe,
  code: "locked-by-operation" | "operation-running",
) {
  const { project, name } = rfe.metadata;
  const { items } = await deps.stores.operations.list({ project, labels: { workflow: name } });
  const running = items.find((operation) => !isOperationOver(operation));
  if (running === undefined) return;
  throw new Problem(code, {
    sentence: `Seeding of ${name} is running (${running.metadata.name}).`,
    facts: { operationId: running.metadata.name },
  });
}

const isSameRepo = (a: BasedRepo, b: RepoRef | undefined): boolean =>
  b !== undefined && sameRepository(a.url, b.url) && (b.branch === undefined || a.branch === b.branch);

/** Changes what may change. Repositories stay as they are once the branch is seeded. */
export async function updateRfe(
  deps: Deps,
  actor: Actor,
  key: { project: string; id: string; version: string },
  change: RfeChange & { branchName?: string | undefined },
  signal: AbortSignal,
): Promise<SeenRfe> {
  const role = await authorize(deps.access, actor, "rfe.edit", key.project);
  const rfe = await loadRfe(deps, key.project, key.id);
  const { branchName = rfe.spec.branchName, umbrellaRepo, supportingRepos, ...words } = change;
  if (branchName !== rfe.spec.branchName)
    throw new Problem("branch-immutable", {
      sentence: `${key.id} works on ${rfe.spec.branchName}; that never changes.`,
    });
  await refuseWhileSeeding(deps, rfe, "locked-by-operation");
  const wanted = {
    umbrellaRepo: umbrellaRepo ?? rfe.spec.umbrellaRepo,
    supportingRepos: supportingRepos ?? rfe.spec.supportingRepos,
  };
  const flat = [wanted.umbrellaRepo, ...wanted.supportingRepos];
  const current = repositoriesOf(rfe.spec);
  const moves = flat.length !== current.length || current.some((repo, i) => !isSameRepo(repo, flat[i]));
  if (moves && rfe.status.phase === "Ready")
    throw new Problem("repositories-changed-after-seed", {
      sentence: `${key.id} is seeded; its repositories stay as they are.`,
    });
  const { title, description, parentOutcome } = words;
  const repositories = moves
    ? await acceptRepositories(deps, key.project, { ...wanted, branchName, title: title ?? rfe.spec.title }, signal)
    : {};
  const spec = {
    ...rfe.spec,
    ...repositories,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(parentOutcome === undefined ? {} : { parentOutcome }),
  };
  const metadata = { ...rfe.metadata, resourceVersion: key.version };
  return { rfe: await deps.stores.rfes.update({ ...rfe, metadata, spec }), role };
}

/** Forgets the RFE. Its branches stay, and so do its sessions, which lose the link. */
export async function deleteRfe(deps: Deps, actor: Actor, project: string, id: string): Promise<void> {
  await authorize(deps.access, actor, "rfe.delete", project);
  const rfe = await loadRfe(deps, project, id);
  await refuseWhileSeeding(deps, rfe, "operation-running");
  await deps.rfeIds.retire(await loadProject(deps, project), id);
  await unlinkSessions(deps, project, id);
  await deps.stores.rfes.delete({ project, name: id });
}

async function unlinkSessions(deps: Pick<AppDeps, "stores">, project: string, id: string): Promise<void> {
  for (;;) {
    const { items } = await deps.stores.sessions.list({ project, labels: { [sessionLabels.rfe]: id }, limit: 100 });
    if (items.length === 0) return;
    for (const session of items) {
      const { [sessionLabels.rfe]: _rfe, [sessionLabels.phase]: _phase, ...labels } = session.metadata.labels;
      try {
        await deps.stores.sessions.update({ ...session, metadata: { ...session.metadata, labels } });
      } catch (error) {
        // Someone else wrote first: the next round sees what is left.
        if (!isProblem(error, "stale-write")) throw error;
      }
    }
  }
}
