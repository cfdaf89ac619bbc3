import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { rfeSessionsQuery, summaryQuery } from "#web/api/phases.ts";
import type { RfeView } from "#web/api/rfes.ts";
import { LineItem } from "#web/components/ui/branch-line.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { SkeletonRows } from "#web/components/ui/skeleton.tsx";
import { PhaseCard } from "./phase-card.tsx";
import { markEdge, markNode } from "./phase-node.ts";
import { phaseMark } from "./phase-status.ts";

/** The last problem, also while the same is asked again: what is not known does not flicker. */
function useLastProblem({ data, error }: { data: unknown; error: unknown }): unknown {
  const last = useRef<unknown>(null);
  if (data !== undefined) last.current = null;
  else if (error !== null) last.current = error;
  return last.current;
}

/** The five phase cards on the branch line, each with how it came about. */
export function PhaseItems({ rfe }: { rfe: RfeView }) {
  const key = { project: rfe.project, id: rfe.id };
  const summary = useQuery(summaryQuery(key));
  const sessions = useQuery(rfeSessionsQuery(key)).data?.sessions ?? [];
  const problem = useLastProblem(summary);
  if (summary.data === undefined)
    return (
      <li className="pl-[38px]">
        {problem === null ? (
          <SkeletonRows rows={5} label="Reading the branch" className="h-28" />
        ) : (
          <ProblemNote title="The branch could not be read" error={problem} onRetry={() => void summary.refetch()} />
        )}
      </li>
    );
  const board = summary.data;
  const marked = board.phases.map((card) => {
    const session = sessions.find(({ name }) => name === card.session);
    return { card, session, mark: phaseMark(card, session) };
  });
  return marked.map(({ card, session, mark }, at) => {
    const next = marked[at + 1];
    return (
      <LineItem key={card.phase} state={markNode[mark]} edge={next === undefined ? "loose" : markEdge(next.mark)}>
        <PhaseCard {...{ rfe, board, card, session, mark }} />
      </LineItem>
    );
  });
}
