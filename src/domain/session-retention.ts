import { isFinished, type Session } from "./session.ts";

/**
 * From when the workspace of a session may be removed: at once when every repository is safe on its remote,
 * `keepMs` after the end when the workspace may hold the only copy of some work. undefined = not finished yet.
 */
export function workspaceExpiry(session: Session, keepMs: number): Date | undefined {
  if (!isFinished(session)) return undefined;
  const ended = Date.parse(session.status.completionTime ?? session.metadata.updatedAt);
  return new Date(isWorkSafe(session) ? ended : ended + keepMs);
}

function isWorkSafe({ status }: Session): boolean {
  if (status.attempt === 0) return true;
  // Without a report nobody knows what the agent left behind.
  if (!status.result) return false;
  return status.result.repos.every(
    (repo) => repo.pushed || repo.rescueRef?.startsWith("refs/") || (repo.commitSha === null && repo.error === null),
  );
}
