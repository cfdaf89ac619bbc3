import { useQuery } from "@tanstack/react-query";
import { type RfeView, rfeQuery } from "#web/api/rfes.ts";
import { TimelineList } from "#web/components/activity/timeline-list.tsx";
import { useTimeline } from "#web/components/activity/use-timeline.ts";
import { useRfeKey } from "#web/components/rfe/rfe-address.ts";
import { EmptyState } from "#web/components/ui/empty-state.tsx";
import { PageBody } from "#web/components/ui/page-header.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { SkeletonRows } from "#web/components/ui/skeleton.tsx";

function Activity({ rfe }: { rfe: RfeView }) {
  const { entries, isPending, error } = useTimeline(rfe);
  return (
    <PageBody className="grid gap-4">
      <h2 className="sr-only">Activity</h2>
      {error !== null && <ProblemNote title="The sessions could not be read" error={error} />}
      {isPending && entries.length === 0 && <SkeletonRows rows={6} label="Reading the branches" className="h-10" />}
      {!isPending && entries.length === 0 && error === null && (
        <EmptyState title="Nothing has happened yet">
          Commits of all repositories and the sessions that made them will appear here.
        </EmptyState>
      )}
      {entries.length > 0 && <TimelineList rfe={rfe} entries={entries} />}
    </PageBody>
  );
}

/** Commits and sessions of an RFE on one line. */
export function RfeActivity() {
  const rfe = useQuery(rfeQuery(useRfeKey())).data?.rfe;
  return rfe === undefined ? null : <Activity rfe={rfe} />;
}
