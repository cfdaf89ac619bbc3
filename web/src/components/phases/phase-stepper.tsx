import type { RfeSession, RfeSummary } from "#web/api/phases.ts";
import type { RfeView } from "#web/api/rfes.ts";
import { Branch } from "#web/components/ui/branch-line.tsx";
import { Stamp } from "#web/components/ui/stamp.tsx";
import { markEdge, markNode } from "./phase-node.ts";
import { phaseMark, stepWord } from "./phase-status.ts";
import { phaseOrder } from "./phase-texts.ts";

interface PhaseStepperProps {
  rfe: RfeView;
  /** Undefined while it is being read: the branch is dashed until git has spoken. */
  summary: RfeSummary | undefined;
  sessions: readonly RfeSession[];
}

/** The five phases as the branch that they make. */
export function PhaseStepper({ rfe, summary, sessions }: PhaseStepperProps) {
  const steps = phaseOrder.map((name) => {
    const card = summary?.phases.find(({ phase }) => phase === name);
    const mark =
      card &&
      phaseMark(
        card,
        sessions.find((session) => session.name === card.session),
      );
    const word = mark === undefined ? undefined : stepWord(mark);
    const isProven = mark === "done" && card?.commitSha != null;
    return {
      key: name,
      name,
      note: isProven ? <Stamp sha={card.commitSha ?? ""} /> : word,
      state: mark === undefined ? ("idle" as const) : markNode[mark],
      edge: mark === undefined ? ("loose" as const) : markEdge(mark),
      isCurrent: summary?.phase === name,
    };
  });
  return <Branch label="Phases" base={rfe.umbrellaRepo.branch} steps={steps} />;
}
