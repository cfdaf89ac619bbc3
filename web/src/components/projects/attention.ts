import { sessionTitle } from "#web/components/sessions/session-words.ts";

/** The parts of an RFE, a session and an operation that decide whether somebody has to look. */
interface RfeFact {
  id: string;
  title: string;
  updatedAt: string;
  openQuestions: number;
}
interface SessionFact {
  name: string;
  metadata: { rfeWorkflow?: string | undefined; rfePhase?: string | undefined; createdAt: string };
  spec: { displayName?: string | undefined; prompt: string };
  status: { phase: string; message: string; completionTime: string | null };
}
interface OperationFact {
  id: string;
  workflow: string;
  state: string;
  updatedAt: string;
  error: { error: string } | null;
}

export interface Attention {
  kind: "session-failed" | "seeding-failed" | "open-questions";
  key: string;
  title: string;
  sentence: string;
  time: string;
  /** Where it is dealt with. */
  session?: string;
  rfe?: string;
}

export interface ProjectFacts {
  rfes: readonly RfeFact[];
  sessions: readonly SessionFact[];
  operations: readonly OperationFact[];
}

/** Keeps the newest of each group. */
function newestBy<T>(items: readonly T[], group: (item: T) => string, time: (item: T) => string): T[] {
  const kept = new Map<string, T>();
  for (const item of items) {
    const other = kept.get(group(item));
    if (other === undefined || time(other) < time(item)) kept.set(group(item), item);
  }
  return [...kept.values()];
}

function failedSessions({ sessions, rfes }: ProjectFacts): Attention[] {
  const titles = new Map(rfes.map(({ id, title }) => [id, title]));
  // A later session of the same phase has taken over, whatever became of the earlier one.
  const latest = newestBy(
    sessions,
    ({ name, metadata }) => (metadata.rfeWorkflow ? `${metadata.rfeWorkflow}/${metadata.rfePhase}` : name),
    ({ metadata }) => metadata.createdAt,
  );
  return latest
    .filter(({ status }) => status.phase === "Failed" || status.phase === "Error")
    .map((session) => ({
      kind: "session-failed",
      key: session.name,
      title: titles.get(session.metadata.rfeWorkflow ?? "") ?? sessionTitle(session),
      sentence: session.status.message || "The session failed.",
      time: session.status.completionTime ?? session.metadata.createdAt,
      session: session.name,
    }));
}

function failedSeedings({ operations, rfes }: ProjectFacts): Attention[] {
  const titles = new Map(rfes.map(({ id, title }) => [id, title]));
  return newestBy(
    operations,
    ({ workflow }) => workflow,
    ({ updatedAt }) => updatedAt,
  )
    .filter(({ state, workflow }) => state === "failed" && titles.has(workflow))
    .map(({ id, workflow, error, updatedAt }) => ({
      kind: "seeding-failed",
      key: id,
      title: titles.get(workflow) ?? workflow,
      sentence: error?.error ?? "Seeding failed.",
      time: updatedAt,
      rfe: workflow,
    }));
}

const openQuestions = ({ rfes }: ProjectFacts): Attention[] =>
  rfes
    .filter((rfe) => rfe.openQuestions > 0)
    .map(({ id, title, openQuestions: count, updatedAt }) => ({
      kind: "open-questions",
      key: id,
      title,
      sentence:
        count === 1 ? "One question in its documents is open." : `${count} questions in its documents are open.`,
      time: updatedAt,
      rfe: id,
    }));

/** What waits for a person: failures first, the newest at the top. */
export function needsAttention(facts: ProjectFacts): Attention[] {
  const newestFirst = (items: Attention[]) => items.toSorted((a, b) => b.time.localeCompare(a.time));
  return [...newestFirst([...failedSessions(facts), ...failedSeedings(facts)]), ...newestFirst(openQuestions(facts))];
}
