import { type NewSession, RfePhase, type Session, sessionLabels } from "#domain/session.ts";
import type { Actor } from "#ports/access.ts";
import { authorize } from "./authorize.ts";
import type { SeenSession } from "./session-view.ts";
import { createSession, loadSession, type SessionDeps } from "./sessions.ts";

export interface CloneRequest {
  targetProject?: string | undefined;
  newSessionName?: string | undefined;
  prompt?: string | undefined;
}

/** What was asked for when a session was created. */
function inputOf({ spec, metadata }: Session, isSameProject: boolean): NewSession {
  const { stop: _stop, parentSession: _parent, ...input } = spec;
  const rfeWorkflow = metadata.labels[sessionLabels.rfe];
  const phase = RfePhase.safeParse(metadata.labels[sessionLabels.phase]);
  if (!isSameProject) return input;
  const links = {
    ...(rfeWorkflow === undefined ? {} : { rfeWorkflow }),
    ...(phase.success ? { rfePhase: phase.data } : {}),
  };
  return { ...input, parentSession: metadata.name, ...(rfeWorkflow === undefined ? {} : { metadata: links }) };
}

/** Runs a session again as a new one, which passes the same checks; the cloner becomes its author. */
export async function cloneSession(
  deps: SessionDeps,
  actor: Actor,
  key: { project: string; name: string },
  request: CloneRequest,
  signal: AbortSignal,
): Promise<SeenSession> {
  const target = request.targetProject ?? key.project;
  await authorize(deps.access, actor, "session.create", key.project);
  await authorize(deps.access, actor, "session.create", target);
  const source = await loadSession(deps, key.project, key.name);
  const input = inputOf(source, target === key.project);
  const prompted = request.prompt === undefined ? input : { ...input, prompt: request.prompt };
  return createSession(deps, actor, target, prompted, signal, request.newSessionName);
}
