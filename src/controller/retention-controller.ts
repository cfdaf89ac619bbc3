import type { Logger } from "pino";
import type { ObjectKey } from "#domain/object-meta.ts";
import { workspaceExpiry } from "#domain/session-retention.ts";
import type { SessionStore } from "#ports/object-store.ts";
import type { RunLauncher } from "#ports/run-launcher.ts";
import { followObjects } from "./follow-objects.ts";
import { WorkQueue } from "./work-queue.ts";

export interface RetentionControllerDeps {
  sessions: SessionStore;
  launcher: RunLauncher;
  /** How long a workspace is kept that may hold the only copy of some work. */
  keepMs: number;
  now: () => Date;
  log: Logger;
}

/** Removes what is kept of runs that nobody needs any more. Resolves when the signal has aborted and all is at rest. */
export async function runRetentionController(deps: RetentionControllerDeps, signal: AbortSignal): Promise<void> {
  const queue = new WorkQueue({ work: (key) => expire(deps, key), concurrency: 2, log: deps.log });
  const unsubscribe = deps.launcher.onChange((key) => queue.add(key));
  const follower = {
    all: (sessions: readonly { metadata: ObjectKey }[]) => {
      for (const session of sessions) queue.add(session.metadata);
    },
    changed: ({ object }: { object: { metadata: ObjectKey } }) => queue.add(object.metadata),
  };
  await followObjects(deps.sessions, follower, deps.log, signal);
  unsubscribe();
  await queue.stop();
}

async function expire(deps: RetentionControllerDeps, { project, name }: ObjectKey): Promise<number | undefined> {
  const key = { project, name };
  const run = await deps.launcher.observe(key);
  if (run === undefined || run.kind === "running") return undefined;
  const session = await deps.sessions.get(key);
  const expiry = session === undefined ? new Date(0) : workspaceExpiry(session, deps.keepMs);
  if (expiry === undefined) return undefined;
  const leftMs = expiry.getTime() - deps.now().getTime();
  if (leftMs > 0) return leftMs;
  await deps.launcher.forget(key);
  deps.log.info({ session: name, project }, "removed the workspace of a run");
  return undefined;
}
