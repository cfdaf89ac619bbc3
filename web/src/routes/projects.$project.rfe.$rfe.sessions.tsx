import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { rfeSessionsQuery } from "#web/api/phases.ts";
import { type RfeView, rfeQuery } from "#web/api/rfes.ts";
import { phaseOrder } from "#web/components/phases/phase-texts.ts";
import { useRfeKey } from "#web/components/rfe/rfe-address.ts";
import { SessionTable } from "#web/components/sessions/session-table.tsx";
import { EmptyState } from "#web/components/ui/empty-state.tsx";
import { PageBody } from "#web/components/ui/page-header.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { Select } from "#web/components/ui/select.tsx";
import { SkeletonRows } from "#web/components/ui/skeleton.tsx";

/** The filter by phase; it lives in the address. */
function PhaseFilter({ value }: { value: string }) {
  const navigate = useNavigate();
  return (
    <Select
      aria-label="Phase"
      className="w-40"
      value={value}
      onChange={({ target }) =>
        void navigate({
          to: ".",
          search: (old: Record<string, unknown>) => ({ ...old, status: target.value || undefined }),
          replace: true,
        })
      }
    >
      <option value="">All phases</option>
      {phaseOrder.map((phase) => (
        <option key={phase}>{phase}</option>
      ))}
    </Select>
  );
}

function Sessions({ rfe }: { rfe: RfeView }) {
  const { status = "" } = useSearch({ strict: false });
  const query = useQuery(rfeSessionsQuery({ project: rfe.project, id: rfe.id }));
  const all = query.data?.sessions ?? [];
  const shown = all.filter(({ metadata }) => status === "" || metadata.rfePhase === status);
  return (
    <PageBody className="grid gap-4">
      <h2 className="sr-only">Sessions</h2>
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <SkeletonRows rows={5} label="Loading the sessions" />}
      {all.length > 0 && <PhaseFilter value={status} />}
      {query.data !== undefined && shown.length === 0 && (
        <EmptyState title={all.length === 0 ? "No sessions yet" : `No session of the phase ${status}`}>
          A session is one run of the agent on this RFE; start one from a phase of the overview.
        </EmptyState>
      )}
      {shown.length > 0 && <SessionTable sessions={shown} />}
    </PageBody>
  );
}

/** The sessions that worked on an RFE. */
export function RfeSessions() {
  const rfe = useQuery(rfeQuery(useRfeKey())).data?.rfe;
  return rfe === undefined ? null : <Sessions rfe={rfe} />;
}
