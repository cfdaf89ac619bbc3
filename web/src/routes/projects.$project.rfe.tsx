import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useRfeList } from "#web/api/rfes.ts";
import { RfeFilters, type RfeListSearch, rfeListSearch } from "#web/components/rfe/rfe-filters.tsx";
import { RfeTable } from "#web/components/rfe/rfe-table.tsx";
import { LinkButton } from "#web/components/ui/button.tsx";
import { EmptyState } from "#web/components/ui/empty-state.tsx";
import { Older } from "#web/components/ui/older.tsx";
import { Crumb, PageBody, PageHeader } from "#web/components/ui/page-header.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { SkeletonRows } from "#web/components/ui/skeleton.tsx";
import { useShortcuts } from "#web/shortcuts.ts";

const NewRfe = ({ project }: { project: string }) => (
  <LinkButton to="/projects/$project/rfe/new" params={{ project }} variant="solid">
    <Plus aria-hidden />
    New RFE
  </LinkButton>
);

function NoRfes({ project, filter }: { project: string; filter: RfeListSearch }) {
  if (filter.phase === undefined && filter.q === undefined)
    return (
      <EmptyState title="No RFEs yet" action={<NewRfe project={project} />}>
        Describe a feature; agents write the spec, plan and tasks on a branch of your repo.
      </EmptyState>
    );
  const what = [filter.q && `“${filter.q}”`, filter.phase && `the phase ${filter.phase}`].filter(Boolean).join(" and ");
  return (
    <EmptyState
      title={`No RFE matches ${what}`}
      action={
        <LinkButton to="/projects/$project/rfe" params={{ project }} search={{}}>
          Clear
        </LinkButton>
      }
    />
  );
}

/** All RFEs of a project and where each stands. */
export function RfeList() {
  const { project = "" } = useParams({ strict: false });
  const filter = rfeListSearch(useSearch({ strict: false }));
  const { rfes, ...query } = useRfeList(project, filter);
  const navigate = useNavigate();
  useShortcuts({ c: () => void navigate({ to: "/projects/$project/rfe/new", params: { project } }) });
  return (
    <>
      <PageHeader
        crumbs={[
          <Crumb key="project" to="/projects/$project" params={{ project }}>
            {project}
          </Crumb>,
          <span key="here">RFEs</span>,
        ]}
        title="RFEs"
        actions={<NewRfe project={project} />}
      />
      <PageBody className="grid gap-4">
        <RfeFilters {...filter} />
        {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
        {rfes === undefined && query.error === null && <SkeletonRows rows={6} label="Loading RFEs" />}
        {rfes?.length === 0 && <NoRfes project={project} filter={filter} />}
        {rfes !== undefined && rfes.length > 0 && <RfeTable rfes={rfes} />}
        {query.hasNextPage && (
          <Older
            {...{
              what: "RFEs",
              shown: rfes?.length ?? 0,
              isBusy: query.isFetchingNextPage,
              onMore: query.fetchNextPage,
            }}
          />
        )}
      </PageBody>
    </>
  );
}
