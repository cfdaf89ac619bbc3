import { isProblem, Problem } from "#domain/problem.ts";
import type { Project } from "#domain/project.ts";
import { sessionLimits } from "#domain/project-defaults.ts";
import type { Rfe } from "#domain/rfe.ts";
import { isFinished, type NewSession, type Session, type SessionPhase, sessionLabels } from "#domain/session.ts";
import type { Actor } from "#ports/access.ts";
import { actorName, authorize } from "./authorize.ts";
import type { Boards } from "./boards.ts";
import type { AppDeps } from "./deps.ts";
import { listPage, type Page, type PageRequest } from "./page.ts";
import { loadProject } from "./projects.ts";
import { type Fault, refuseFaults } from "./rfe-checks.ts";
import { sessionFaults } from "./session-checks.ts";
import type { SessionQueue } from "./session-queue.ts";
import type { SeenSession } from "./session-view.ts";

export type SessionDeps = AppDeps & { boards: Boards; queue: SessionQueue };

/** The session, or the problem that it does not exist. */
export async function loadSession(deps: Pick<AppDeps, "stores">, project: string, name: string): Promise<Session> {
  const session = await deps.stores.sessions.get({ project, name });
  if (session !== undefined) return session;
  throw new Problem("session-not-found", { sentence: `There is no session ${name} in project ${project}.` });
}

const see = async (
  deps: SessionDeps,
  actor: Actor,
  role: SeenSession["role"],
  session: Session,
): Promise<SeenSession> => ({
  session,
  role,
  isOwn: session.metadata.createdBy === actorName(actor),
  queue: await deps.queue.place(session),
});

const unknownField = (pointer: string, sentence: string): Fault => ({
  pointer,
  problem: new Problem("invalid-fields", { sentence }),
});

/** The objects a new session points at; a name that leads nowhere is a wrong field. */
async function loadReferences(
  deps: SessionDeps,
  project: string,
  input: NewSession,
): Promise<{ rfe: Rfe | undefined; faults: Fault[] }> {
  const faults: Fault[] = [];
  const { rfeWorkflow, rfePhase } = input.metadata ?? {};
  const rfe = rfeWorkflow === undefined ? undefined : await deps.stores.rfes.get({ project, name: rfeWorkflow });
  if (rfeWorkflow !== undefined && rfe === undefined)
    faults.push(
      unknownField("/metadata/rfeWorkflow", `There is no RFE workflow ${rfeWorkflow} in project ${project}.`),
    );
  if (rfePhase !== undefined && rfeWorkflow === undefined)
    faults.push(unknownField("/metadata/rfeWorkflow", `The phase ${rfePhase} needs the RFE workflow it belongs to.`));
  const parent = input.parentSession;
  if (parent !== undefined && (await deps.stores.sessions.get({ project, name: parent })) === undefined)
    faults.push(unknownField("/parentSession", `There is no session ${parent} in project ${project}.`));
  return { rfe, faults };
}

/** Refuses a phase whose inputs are not on the branch, unless the caller says why it may start anyway. */
async function refuseBlockedPhase(deps: SessionDeps, rfe: Rfe | undefined, input: NewSession, signal: AbortSignal) {
  const phase = input.metadata?.rfePhase;
  if (rfe === undefined || phase === undefined || phase === "ideate" || input.forceReason !== undefined) return;
  const { board } = await deps.boards.read(rfe, { maxAgeMs: 0 }, signal);
  const blockedBy = board.phases.find((card) => card.phase === phase)?.blockedBy ?? [];
  if (blockedBy.length === 0) return;
  throw new Problem("phase-blocked", {
    sentence: `The phase ${phase} of ${rfe.metadata.name} needs ${blockedBy.join(" and ")} on ${rfe.spec.branchName} first.`,
    facts: { blockedBy },
  });
}

function specOf(deps: SessionDeps, { spec: { defaults } }: Project, input: NewSession): Session["spec"] {
  const { metadata: _metadata, forceReason: _forceReason, ...spec } = input;
  return { ...spec, ...sessionLimits(input, defaults, deps.settings.defaultModel) };
}

function labelsOf(project: string, { metadata }: NewSession): Record<string, string> {
  const { rfeWorkflow, rfePhase } = metadata ?? {};
  return {
    project,
    ...(rfeWorkflow === undefined ? {} : { [sessionLabels.rfe]: rfeWorkflow }),
    ...(rfePhase === undefined ? {} : { [sessionLabels.phase]: rfePhase }),
  };
}

/** Once this returns, the session survives a crash and will be run. */
export async function createSession(
  deps: SessionDeps,
  actor: Actor,
  project: string,
  input: NewSession,
  signal: AbortSignal,
  name: string = deps.newName("session"),
): Promise<SeenSession> {
  const role = await authorize(deps.access, actor, "session.create", project);
  const found = await loadProject(deps, project);
  const { rfe, faults } = await loadReferences(deps, project, input);
  refuseFaults([...faults, ...sessionFaults(deps, input, rfe)]);
  await refuseBlockedPhase(deps, rfe, input, signal);
  const session = await deps.stores.sessions.create({
    metadata: { project, name, createdBy: actorName(actor), labels: labelsOf(project, input) },
    spec: specOf(deps, found, input),
    status: { phase: "Pending", startTime: null, completionTime: null, attempt: 0, message: "" },
  });
  return { session, role, isOwn: true };
}

export async function getSession(deps: SessionDeps, actor: Actor, project: string, name: string): Promise<SeenSession> {
  const role = await authorize(deps.access, actor, "session.view", project);
  return see(deps, actor, role, await loadSession(deps, project, name));
}

export interface SessionQuery extends PageRequest {
  phase?: SessionPhase | undefined;
  workflow?: string | undefined;
  q?: string | undefined;
}

export async function listSessions(
  deps: SessionDeps,
  actor: Actor,
  project: string,
  query: SessionQuery,
): Promise<Page<SeenSession>> {
  const role = await authorize(deps.access, actor, "session.view", project);
  await loadProject(deps, project);
  const text = query.q?.toLowerCase() ?? "";
  const accept = ({ spec, status, metadata }: Session) =>
    (query.phase === undefined || status.phase === query.phase) &&
    `${metadata.name}\n${spec.displayName ?? ""}\n${spec.prompt}`.toLowerCase().includes(text);
  const labels = query.workflow === undefined ? {} : { labels: { [sessionLabels.rfe]: query.workflow } };
  const { items, next } = await listPage(deps.stores.sessions, { project, ...labels }, query, accept);
  return { items: await Promise.all(items.map((session) => see(deps, actor, role, session))), next };
}

/** Reads, changes and writes a session; whoever wrote in between does not make it fail. `change` may say "as it is". */
export async function changeSession(
  deps: Pick<AppDeps, "stores">,
  key: { project: string; name: string },
  change: (session: Session) => Session,
): Promise<Session> {
  for (;;) {
    const session = await loadSession(deps, key.project, key.name);
    const changed = change(session);
    if (changed === session) return session;
    try {
      return await deps.stores.sessions.update(changed);
    } catch (error) {
      if (!isProblem(error, "stale-write")) throw error;
    }
  }
}

/** A session without a name of its own is called by its prompt. */
export async function renameSession(
  deps: SessionDeps,
  actor: Actor,
  key: { project: string; name: string },
  displayName: string,
): Promise<SeenSession> {
  const role = await authorize(deps.access, actor, "session.create", key.project);
  const rename = ({ spec: { displayName: _former, ...spec }, ...session }: Session): Session => ({
    ...session,
    spec: { ...spec, ...(displayName === "" ? {} : { displayName }) },
  });
  return see(deps, actor, role, await changeSession(deps, key, rename));
}

/** Asks a session to end. The controller does the rest; asking again changes nothing. */
export async function stopSession(
  deps: SessionDeps,
  actor: Actor,
  key: { project: string; name: string },
  reason: string | undefined,
): Promise<SeenSession> {
  const role = await authorize(deps.access, actor, "session.stop", key.project);
  const stop = { time: deps.now().toISOString(), by: actorName(actor), ...(reason === undefined ? {} : { reason }) };
  const stopped = await changeSession(deps, key, (session) => {
    if (isFinished(session))
      throw new Problem("already-finished", { sentence: `${key.name} has already ended: ${session.status.phase}.` });
    return session.spec.stop === undefined ? { ...session, spec: { ...session.spec, stop } } : session;
  });
  return see(deps, actor, role, stopped);
}
