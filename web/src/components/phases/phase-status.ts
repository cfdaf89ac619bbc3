import type { PhaseCardFacts, RfeSession } from "#web/api/phases.ts";
import { phaseTexts } from "./phase-texts.ts";

export type PhaseMark = "idle" | "blocked" | "queued" | "live" | "waiting" | "failed" | "done" | "stale";

const ended = new Set(["Completed", "Failed", "Stopped", "Error"]);

export const isLiveSession = (session: RfeSession | undefined): session is RfeSession =>
  session !== undefined && !ended.has(session.status.phase);

/** How a phase looks: the state of the board, told apart further by what its session does just now. */
export function phaseMark({ state }: PhaseCardFacts, session: RfeSession | undefined): PhaseMark {
  switch (state) {
    case "not-started":
      return "idle";
    case "blocked":
      return "blocked";
    case "running":
      return session?.status.phase === "Pending" ? "queued" : "live";
    case "waiting":
      return "waiting";
    case "failed":
      return "failed";
    case "completed":
      return "done";
    case "outdated":
      return "stale";
  }
}

const words: Record<PhaseMark, string> = {
  idle: "Not Started",
  blocked: "Blocked",
  queued: "Queued",
  live: "Running",
  waiting: "In Progress",
  failed: "Failed",
  done: "✓ Completed",
  stale: "Completed, out of date",
};

/** The word after "Status: ". */
export function statusWord(mark: PhaseMark, session: RfeSession | undefined): string {
  if (mark === "live" && session?.status.phase === "Stopping") return "Stopping…";
  return words[mark];
}

/** One or two words below the name of a phase on the stepper. */
export function stepWord(mark: PhaseMark): string {
  if (mark === "done") return "done";
  return mark === "stale" ? "out of date" : words[mark].toLowerCase();
}

const fileName = (path: string): string => path.split("/").at(-1) ?? path;

/** What must exist first, in words; undefined when nothing is missing. */
export function blockedReason({ phase, blockedBy }: PhaseCardFacts): string | undefined {
  if (blockedBy.length === 0) return undefined;
  if (blockedBy.some((path) => !path.startsWith("specs/"))) return "Needs a seeded repository first.";
  const { noun } = phaseTexts[phase];
  const article = /^[aeiou]/.test(noun) ? "an" : "a";
  return `Needs ${blockedBy.map(fileName).join(" and ")} before ${article} ${noun} session can start.`;
}

/** Which documents changed after this one was made, by the rule of the board. */
export function staleReason({ phase }: PhaseCardFacts): string {
  switch (phase) {
    case "plan":
      return "spec.md changed since this plan.";
    case "tasks":
      return "spec.md or plan.md changed since these tasks.";
    case "review":
      return "Code changed since this review.";
    default:
      return "Something it was made from changed since.";
  }
}
