import type { Tone } from "#web/components/ui/badge.tsx";
import type { Edge } from "#web/components/ui/branch-line.tsx";
import type { NodeState } from "#web/components/ui/node.tsx";
import type { PhaseMark } from "./phase-status.ts";

export const markNode: Record<PhaseMark, NodeState> = {
  idle: "idle",
  blocked: "blocked",
  queued: "idle",
  live: "live",
  waiting: "idle",
  failed: "fail",
  done: "done",
  stale: "stale",
};

export const markTone: Record<PhaseMark, Tone> = {
  idle: "neutral",
  blocked: "blocked",
  queued: "neutral",
  live: "live",
  waiting: "neutral",
  failed: "fail",
  done: "ok",
  stale: "stale",
};

const inGit: readonly PhaseMark[] = ["done", "stale", "waiting"];

/** The segment that leads into a node: solid once its work is in git, moving while it is written. */
export function markEdge(mark: PhaseMark): Edge {
  if (mark === "live") return "moving";
  return inGit.includes(mark) ? "solid" : "loose";
}
