import type { RfeCommit, RfeSession } from "#web/api/phases.ts";

export type TimelineEntry =
  | { kind: "commit"; at: string; repo: string; commit: RfeCommit; session: RfeSession | undefined }
  | { kind: "session"; at: string; event: "started" | "ended"; session: RfeSession };

export interface BranchCommits {
  repo: string;
  commits: readonly RfeCommit[];
}

const sessionOf = (sessions: readonly RfeSession[], sha: string): RfeSession | undefined =>
  sessions.find(({ status }) => status.repos.some((repo) => repo.commitSha === sha));

/** Commits of all repositories and what sessions did, on one line, newest first. */
export function timeline(branches: readonly BranchCommits[], sessions: readonly RfeSession[]): TimelineEntry[] {
  const commits = branches.flatMap(({ repo, commits }) =>
    commits.map((commit): TimelineEntry => {
      const session = sessionOf(sessions, commit.sha);
      return { kind: "commit", at: commit.date, repo, commit, session };
    }),
  );
  const works = sessions.flatMap((session): TimelineEntry[] => {
    const end = session.status.completionTime;
    const started: TimelineEntry = { kind: "session", at: session.metadata.createdAt, event: "started", session };
    return end === null ? [started] : [{ kind: "session", at: end, event: "ended", session }, started];
  });
  return [...commits, ...works].toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
