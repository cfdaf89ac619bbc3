import { Problem } from "#domain/problem.ts";
import { type Rfe, repositoriesOf } from "#domain/rfe.ts";
import type { RunOrder } from "#domain/run-order.ts";
import { isFinished, RfePhase, type Session, sessionLabels } from "#domain/session.ts";
import type { RunEvent } from "#domain/session-event.ts";
import type { Actor } from "#ports/access.ts";
import type { AppDeps } from "./deps.ts";
import { changeSession } from "./sessions.ts";

type Deps = Pick<AppDeps, "stores" | "events">;

interface Key {
  project: string;
  name: string;
}

/**
 * The session, for the run that is its latest attempt. Every other token sees a session that does not exist;
 * an older attempt, or one whose session has ended, is fenced off.
 */
export async function loadForRun(deps: Pick<AppDeps, "stores">, actor: Actor, key: Key): Promise<Session> {
  if (actor.kind !== "run" || actor.run.project !== key.project || actor.run.name !== key.name)
    throw new Problem("session-not-found", { sentence: `There is no session ${key.name} for this token.` });
  const session = await deps.stores.sessions.get(key);
  if (session === undefined || session.status.attempt !== actor.run.attempt || isFinished(session))
    throw new Problem("run-fenced", { sentence: `Attempt ${actor.run.attempt} of ${key.name} is over.` });
  return session;
}

function featureOf(rfe: Rfe, session: Session): RunOrder["feature"] {
  const phase = RfePhase.safeParse(session.metadata.labels[sessionLabels.phase]);
  const { title, description, branchName, umbrellaRepo } = rfe.spec;
  const bases = repositoriesOf(rfe.spec).map(({ url, branch }) => ({ url, branch }));
  const facts = { workflow: rfe.metadata.name, title, description, branchName, umbrellaUrl: umbrellaRepo.url, bases };
  return phase.success ? { ...facts, phase: phase.data } : facts;
}

/** What the run is to do, as it was accepted when the session was created. */
export async function runOrder(deps: Pick<AppDeps, "stores" | "now">, actor: Actor, key: Key): Promise<RunOrder> {
  const session = await loadForRun(deps, actor, key);
  const rfeName = session.metadata.labels[sessionLabels.rfe];
  const rfe = rfeName === undefined ? undefined : await deps.stores.rfes.get({ project: key.project, name: rfeName });
  const start = new Date(session.status.startTime ?? deps.now()).getTime();
  const feature = rfe === undefined ? undefined : featureOf(rfe, session);
  return {
    project: key.project,
    session: key.name,
    attempt: session.status.attempt,
    spec: session.spec,
    deadline: new Date(start + session.spec.timeout * 1_000).toISOString(),
    ...(feature === undefined ? {} : { feature }),
  };
}

/** Stores what a run says, in order; its last event is the result, which becomes part of the session's status. */
export async function takeEvents(deps: Deps, actor: Actor, key: Key, events: readonly RunEvent[]): Promise<number> {
  const session = await loadForRun(deps, actor, key);
  const { attempt } = session.status;
  const lastSeq = await deps.events.appendRun(key, attempt, events);
  const ending = events.findLast((event) => event.type === "result.message");
  if (ending?.type === "result.message") await storeResult(deps, key, attempt, ending.payload);
  return lastSeq;
}

/** The controller writes other fields of the same status meanwhile, so this reads again when it loses a race. */
async function storeResult(
  deps: Deps,
  key: Key,
  attempt: number,
  result: NonNullable<Session["status"]["result"]>,
): Promise<void> {
  await changeSession(deps, key, (session) =>
    session.status.attempt !== attempt || session.status.result !== undefined || isFinished(session)
      ? session
      : { ...session, status: { ...session.status, result } },
  );
}
