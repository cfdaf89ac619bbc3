import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { isProblemCode } from "#web/api/problem-code.ts";
import { type RfeView, rfeQuery } from "#web/api/rfes.ts";
import { tasksQuery } from "#web/api/tasks.ts";
import { useRfeKey } from "#web/components/rfe/rfe-address.ts";
import { TaskBoardView } from "#web/components/tasks/task-board-view.tsx";
import { LinkButton } from "#web/components/ui/button.tsx";
import { EmptyState } from "#web/components/ui/empty-state.tsx";
import { PageBody } from "#web/components/ui/page-header.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { SkeletonRows } from "#web/components/ui/skeleton.tsx";

const NoTasks = ({ rfe }: { rfe: RfeView }) => (
  <EmptyState
    title="No tasks yet"
    action={
      <LinkButton to="/projects/$project/rfe/$rfe" params={{ project: rfe.project, rfe: rfe.id }}>
        To the phases
      </LinkButton>
    }
  >
    The board shows tasks.md; it appears here when the tasks session finishes.
  </EmptyState>
);

function Tasks({ rfe }: { rfe: RfeView }) {
  const { status, sprint, q, view } = useSearch({ strict: false });
  const query = useQuery({ ...tasksQuery({ project: rfe.project, id: rfe.id }), retry: false });
  const isNotYet = isProblemCode(query.error, "no-such-file", "ref-not-found");
  return (
    <PageBody className="grid gap-4">
      <h2 className="sr-only">Tasks</h2>
      {query.isPending && <SkeletonRows rows={4} label="Reading tasks.md" className="h-24" />}
      {isNotYet && <NoTasks rfe={rfe} />}
      {query.error !== null && !isNotYet && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && <TaskBoardView rfe={rfe} list={query.data} search={{ status, sprint, q, view }} />}
    </PageBody>
  );
}

/** The tasks of an RFE as a board. */
export function RfeTasks() {
  const rfe = useQuery(rfeQuery(useRfeKey())).data?.rfe;
  return rfe === undefined ? null : <Tasks rfe={rfe} />;
}
