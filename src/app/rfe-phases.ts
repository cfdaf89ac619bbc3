import pLimit from "p-limit";
import * as z from "zod";
import { isProblem } from "#domain/problem.ts";
import { boardPhases } from "#domain/rfe-phase.ts";
import { isFinished, type Session } from "#domain/session.ts";
import type { Actor } from "#ports/access.ts";
import { authorize } from "./authorize.ts";
import type { Boards, SeenBoard } from "./boards.ts";
import type { AppDeps } from "./deps.ts";
import type { SeenRfe } from "./rfe-view.ts";
import { loadRfe } from "./rfes.ts";

const BoardPhase = z.enum(boardPhases);
const PhaseState = z.enum(["not-started", "blocked", "running", "waiting", "failed", "completed", "outdated"]);
const SessionCount = z.object({ running: z.int(), total: z.int() });

/** The board of an RFE: derived from git and its sessions each time, stored nowhere. */
export const SummaryView = z.object({
  phase: BoardPhase,
  status: PhaseState,
  progress: z.int(),
  files: z.object({ spec: z.boolean(), plan: z.boolean(), tasks: z.boolean() }),
  head: z.string().nullable(),
  checkedAt: z.string(),
  phases: z.array(
    z.object({
      phase: BoardPhase,
      state: PhaseState,
      path: z.string().nullable(),
      commitSha: z.string().nullable(),
      session: z.string().nullable(),
      blockedBy: z.array(z.string()),
      openQuestions: z.int(),
    }),
  ),
  tasks: z.object({ total: z.int(), done: z.int() }),
  sessions: SessionCount,
  total_cost_usd: z.number(),
});
export type SummaryView = z.infer<typeof SummaryView>;

/** What a list shows of a board; `phase` is null when the repository could not be read just now. */
export const Standing = z.object({
  phase: BoardPhase.nullable(),
  status: z.enum([...PhaseState.options, "unknown"]),
  progress: z.int(),
  /** Questions left open in all documents of the RFE. */
  openQuestions: z.int(),
  sessions: SessionCount,
});
export type Standing = z.infer<typeof Standing>;

type Deps = Pick<AppDeps, "access" | "stores" | "now"> & { boards: Boards };

const countSessions = (sessions: readonly Session[]) => ({
  running: sessions.filter((session) => !isFinished(session)).length,
  total: sessions.length,
});

export async function rfeSummary(
  deps: Deps,
  actor: Actor,
  project: string,
  id: string,
  signal: AbortSignal,
): Promise<SummaryView> {
  await authorize(deps.access, actor, "rfe.view", project);
  const rfe = await loadRfe(deps, project, id);
  const seen = await deps.boards.read(rfe, { maxAgeMs: 0 }, signal);
  const { documents, tasks } = seen.facts;
  return {
    ...seen.board,
    files: {
      spec: documents.spec !== undefined,
      plan: documents.plan !== undefined,
      tasks: documents.tasks !== undefined,
    },
    head: seen.head ?? null,
    checkedAt: deps.now().toISOString(),
    tasks,
    sessions: countSessions(seen.sessions),
    total_cost_usd: seen.sessions.reduce((sum, { status }) => sum + (status.result?.total_cost_usd ?? 0), 0),
  };
}

/** Long enough for a local repository, short enough that one dead host does not hold up a list. */
const LIST_PATIENCE_MS = 3_000;

/** Where each RFE of a page stands. A repository that cannot be read makes "unknown", never an error of the list. */
export async function standings(deps: Deps, rfes: readonly SeenRfe[], signal: AbortSignal): Promise<Standing[]> {
  const limit = pLimit(8);
  const patience = AbortSignal.any([signal, AbortSignal.timeout(LIST_PATIENCE_MS)]);
  return Promise.all(rfes.map(({ rfe }) => limit(() => standing(deps, rfe, patience))));
}

async function standing(deps: Deps, rfe: SeenRfe["rfe"], signal: AbortSignal): Promise<Standing> {
  try {
    const { board, sessions }: SeenBoard = await deps.boards.read(rfe, { maxAgeMs: 5_000 }, signal);
    const { phase, status, progress } = board;
    const openQuestions = board.phases.reduce((sum, card) => sum + card.openQuestions, 0);
    return { phase, status, progress, openQuestions, sessions: countSessions(sessions) };
  } catch (error) {
    if (!isProblem(error) && !signal.aborted) throw error;
    return { phase: null, status: "unknown", progress: 0, openQuestions: 0, sessions: { running: 0, total: 0 } };
  }
}
