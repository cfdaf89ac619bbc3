import { useQuery } from "@tanstack/react-query";
import { rfeSessionsQuery, summaryQuery } from "#web/api/phases.ts";
import type { RfeView } from "#web/api/rfes.ts";
import { LineItem } from "#web/components/ui/branch-line.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { SkeletonRows } from "#web/components/ui/skeleton.tsx";
import { PhaseCard } from "./phase-card.tsx";
import { markEdge, markNode } from "./phase-node.ts";
import { phaseMark } from "./phase-status.ts";

/** The five phase cards on the branch line, each with how it came about. */
export function PhaseItems({ rfe }: { rfe: RfeView }) {
  const key = { project: rfe.project, id: rfe.id };
  const summary = useQuery(summaryQuery(key));
  const sessions = useQuery(rfeSessionsQuery(key)).data?.sessions ?? [];
  if (summary.data === undefined)
    return (
      <li className="pl-[38px]">
        {summary.error === null ? (
          <SkeletonRows rows={5} label="Reading the branch" className="h-28" />
        ) : (
          <ProblemNote
            title="The branch could not be read"
            error={summary.error}
            onRetry={() => void summary.refetch()}
          />
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
