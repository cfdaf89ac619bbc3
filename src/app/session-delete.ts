import { Problem } from "#domain/problem.ts";
import { isFinished } from "#domain/session.ts";
import type { Actor } from "#ports/access.ts";
import { actorName, authorize } from "./authorize.ts";
import { loadSession, type SessionDeps, stopSession } from "./sessions.ts";

/** How long a delete waits for a running session to end; the runner's own grace fits in. */
const STOP_WAIT_MS = 25_000;

/** Removes a session and its log; a running one is stopped first. An editor may delete only their own. */
export async function deleteSession(
  deps: SessionDeps,
  actor: Actor,
  key: { project: string; name: string },
  signal: AbortSignal,
): Promise<void> {
  const role = await authorize(deps.access, actor, "session.delete", key.project);
  const session = await loadSession(deps, key.project, key.name);
  if (role !== "admin" && session.metadata.createdBy !== actorName(actor))
    throw new Problem("role-required", {
      sentence: `${key.name} belongs to ${session.metadata.createdBy}; only they or an administrator may delete it.`,
      facts: { requiredRole: "admin", role },
    });

  if (!isFinished(session)) {
    await stopSession(deps, actor, key, "deleted");
    await waitForEnd(deps, key, signal);
  }
  await deps.stores.sessions.delete(key);
  await deps.events.delete(key);
}

async function waitForEnd(
  deps: SessionDeps,
  key: { project: string; name: string },
  signal: AbortSignal,
): Promise<void> {
  const ended = new AbortController();
  const stop = AbortSignal.any([signal, ended.signal, AbortSignal.timeout(STOP_WAIT_MS)]);
  // The watch begins before the look, so that an end in between is seen.
  const changes = deps.stores.sessions.watch({ project: key.project }, stop);
  const now = await deps.stores.sessions.get(key);
  if (now === undefined || isFinished(now)) return;
  try {
    for await (const { kind, object } of changes)
      if (object.metadata.name === key.name && (kind === "deleted" || isFinished(object))) return;
  } finally {
    ended.abort();
  }
  throw new Problem("operation-running", { sentence: `${key.name} is still stopping; delete it when it has ended.` });
}
