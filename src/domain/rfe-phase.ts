import { specsDirectory } from "./rfe.ts";
import type { RfePhase, SessionPhase } from "./session.ts";
import { isTerminal } from "./session.ts";

export const boardPhases = ["specify", "plan", "tasks", "implement", "review"] as const;
export type BoardPhase = (typeof boardPhases)[number];

export type PhaseState = "not-started" | "blocked" | "running" | "waiting" | "failed" | "completed" | "outdated";

/** What the feature branch says about one document of the RFE. */
export interface DocumentFact {
  commitSha: string;
  /** How many commits ago it last changed, seen from the tip: a smaller number is newer. */
  commitsAgo: number;
  /** Still equal to the template it was copied from: it does not count as written. */
  isTemplate: boolean;
  openQuestions: number;
}

export interface SessionFact {
  name: string;
  rfePhase: RfePhase;
  phase: SessionPhase;
  createdAt: string;
}

/** Everything a board is derived from; nothing of it is stored. */
export interface BoardFacts {
  branchName: string;
  isSeeded: boolean;
  documents: { spec?: DocumentFact | undefined; plan?: DocumentFact | undefined; tasks?: DocumentFact | undefined };
  tasks: { total: number; done: number };
  sessions: readonly SessionFact[];
}

export interface PhaseCard {
  phase: BoardPhase;
  state: PhaseState;
  /** The document of this phase, where it has one. */
  path: string | null;
  commitSha: string | null;
  /** The latest session of this phase. */
  session: string | null;
  /** Paths that must exist first. */
  blockedBy: string[];
  openQuestions: number;
}

export interface Board {
  /** Where the RFE stands (guide): the first document that is missing, else implement or review. */
  phase: BoardPhase;
  status: PhaseState;
  /** 0 to 100. */
  progress: number;
  phases: PhaseCard[];
}

const SEED_PATHS = [".claude/commands", ".specify"];

const newest = (sessions: readonly SessionFact[]): SessionFact | undefined =>
  sessions.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0];

const isWritten = (document: DocumentFact | undefined): document is DocumentFact =>
  document !== undefined && !document.isTemplate;

interface Draft {
  phase: BoardPhase;
  document?: { path: string; fact: DocumentFact | undefined; sources: (DocumentFact | undefined)[] };
  blockedBy: string[];
  sessions: readonly SessionFact[];
  /** What the state is when no session is at work and nothing blocks. */
  settled: PhaseState | undefined;
}

function stateOf(draft: Draft, latest: SessionFact | undefined): PhaseState {
  if (latest !== undefined && !isTerminal(latest.phase)) return "running";
  if (draft.settled !== undefined) return draft.settled;
  if (draft.blockedBy.length > 0) return "blocked";
  return latest?.phase === "Failed" || latest?.phase === "Error" ? "failed" : "not-started";
}

function card(draft: Draft): PhaseCard {
  const latest = newest(draft.sessions);
  const written = isWritten(draft.document?.fact) ? draft.document?.fact : undefined;
  return {
    phase: draft.phase,
    state: stateOf(draft, latest),
    path: draft.document?.path ?? null,
    commitSha: written?.commitSha ?? null,
    session: latest?.name ?? null,
    blockedBy: draft.blockedBy,
    openQuestions: written?.openQuestions ?? 0,
  };
}

function documentDraft(facts: BoardFacts, phase: "specify" | "plan" | "tasks"): Draft {
  const { spec, plan, tasks } = facts.documents;
  const own = {
    specify: { name: "spec.md", fact: spec },
    plan: { name: "plan.md", fact: plan },
    tasks: { name: "tasks.md", fact: tasks },
  }[phase];
  const sources = { specify: [], plan: [spec], tasks: [spec, plan] }[phase];
  const directory = specsDirectory(facts.branchName);
  const needed = {
    specify: [],
    plan: [["spec.md", spec] as const],
    tasks: [["spec.md", spec] as const, ["plan.md", plan] as const],
  }[phase];
  const blockedBy = facts.isSeeded
    ? needed.filter(([, fact]) => !isWritten(fact)).map(([name]) => `${directory}/${name}`)
    : SEED_PATHS;
  const fact = own.fact;
  const settled = isWritten(fact)
    ? sources.some((source) => source !== undefined && source.commitsAgo < fact.commitsAgo)
      ? "outdated"
      : "completed"
    : undefined;
  const sessions = facts.sessions.filter((session) => session.rfePhase === phase);
  return { phase, document: { path: `${directory}/${own.name}`, fact, sources }, blockedBy, sessions, settled };
}

function implementDraft(facts: BoardFacts): Draft {
  const sessions = facts.sessions.filter((session) => session.rfePhase === "implement");
  const isDone = facts.tasks.total > 0 && facts.tasks.done === facts.tasks.total;
  const hasCode = sessions.some((session) => session.phase === "Completed");
  const latest = newest(sessions);
  // With code on the branch and tasks still open, the next task waits to be started.
  const settled = isDone ? "completed" : hasCode && latest?.phase === "Completed" ? "waiting" : undefined;
  const blockedBy = isWritten(facts.documents.tasks) ? [] : [`${specsDirectory(facts.branchName)}/tasks.md`];
  return { phase: "implement", blockedBy, sessions, settled };
}

function reviewDraft(facts: BoardFacts): Draft {
  const sessions = facts.sessions.filter((session) => session.rfePhase === "review");
  const finished = (phase: RfePhase) =>
    newest(facts.sessions.filter((session) => session.rfePhase === phase && session.phase === "Completed"));
  const [review, code] = [finished("review"), finished("implement")];
  const settled =
    review === undefined
      ? undefined
      : code !== undefined && code.createdAt > review.createdAt
        ? "outdated"
        : "completed";
  const blockedBy = isWritten(facts.documents.tasks) ? [] : [`${specsDirectory(facts.branchName)}/tasks.md`];
  return { phase: "review", blockedBy, sessions, settled };
}

function currentPhase(facts: BoardFacts): BoardPhase {
  const { spec, plan, tasks } = facts.documents;
  if (!isWritten(spec)) return "specify";
  if (!isWritten(plan)) return "plan";
  if (!isWritten(tasks)) return "tasks";
  const isTicked = facts.tasks.total > 0 && facts.tasks.done === facts.tasks.total;
  return isTicked || facts.sessions.some((session) => session.rfePhase === "review") ? "review" : "implement";
}

/** The board of an RFE, from the files on its branch and the sessions that work on it. */
export function deriveBoard(facts: BoardFacts): Board {
  const drafts = [
    documentDraft(facts, "specify"),
    documentDraft(facts, "plan"),
    documentDraft(facts, "tasks"),
    implementDraft(facts),
    reviewDraft(facts),
  ];
  const phases = drafts.map(card);
  const phase = currentPhase(facts);
  const share = (state: PhaseState): number => {
    if (state === "completed" || state === "outdated") return 1;
    return state === "waiting" && facts.tasks.total > 0 ? facts.tasks.done / facts.tasks.total : 0;
  };
  const done = phases.reduce((sum, { state }) => sum + share(state), 0);
  const status = phases.find((candidate) => candidate.phase === phase)?.state ?? "not-started";
  return { phase, status, progress: Math.round((done / phases.length) * 100), phases };
}

/** Marks an agent leaves where only a person can decide. */
export const countOpenQuestions = (document: string): number =>
  document.match(/\[NEEDS CLARIFICATION[^\]]*\]/g)?.length ?? 0;
