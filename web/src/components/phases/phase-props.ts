import type { PhaseCardFacts, RfeSession, RfeSummary } from "#web/api/phases.ts";
import type { RfeView } from "#web/api/rfes.ts";
import type { PhaseMark } from "./phase-status.ts";

/** What every part of a phase card is made from. */
export interface PhaseProps {
  rfe: RfeView;
  board: RfeSummary;
  card: PhaseCardFacts;
  /** The latest session of the phase. */
  session: RfeSession | undefined;
  mark: PhaseMark;
}
