/**
 * The names under which answers are kept. Live news invalidate by prefix: everything about one RFE begins with
 * `keys.rfe(project, id)`, everything about one session with `keys.session(project, name)`.
 */
export const keys = {
  projects: () => ["projects"] as const,
  project: (project: string) => ["project", project] as const,
  /** The project's own words. */
  projectItself: (project: string) => ["project", project, "itself"] as const,
  secrets: (project: string) => ["project", project, "secrets"] as const,
  rfes: (project: string) => ["project", project, "rfes"] as const,
  rfe: (project: string, id: string) => ["project", project, "rfe", id] as const,
  /** All single RFEs of a project: what a session or a push may have changed. */
  everyRfe: (project: string) => ["project", project, "rfe"] as const,
  sessions: (project: string) => ["project", project, "sessions"] as const,
  session: (project: string, name: string) => ["project", project, "session", name] as const,
  /** The list of them; a single one has a name of its own. */
  operations: (project: string) => ["project", project, "operations"] as const,
  operation: (project: string, name: string) => ["project", project, "operation", name] as const,
  repositories: (project: string) => ["project", project, "repositories"] as const,
  /** What a SHA names never changes: no news touch it, and it never gets stale. */
  content: (project: string) => ["content", project] as const,
};

/** What a list shows while it is asked with another filter: itself as it was, but never that of another project. */
export const sameProject =
  (project: string) =>
  <T>(previous: T | undefined, query: { queryKey: readonly unknown[] } | undefined): T | undefined =>
    query?.queryKey[1] === project ? previous : undefined;
