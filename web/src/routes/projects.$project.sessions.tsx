import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { rfesQuery } from "#web/api/rfes.ts";
import { sessionsQuery } from "#web/api/sessions.ts";
import { SessionFilters, type SessionSearch, sessionSearch } from "#web/components/sessions/session-filters.tsx";
import { SessionTable } from "#web/components/sessions/session-table.tsx";
import { LinkButton } from "#web/components/ui/button.tsx";
import { EmptyState } from "#web/components/ui/empty-state.tsx";
import { Older } from "#web/components/ui/older.tsx";
import { Crumb, PageBody, PageHeader } from "#web/components/ui/page-header.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { SkeletonRows } from "#web/components/ui/skeleton.tsx";

function NoSessions({ project, filter }: { project: string; filter: SessionSearch }) {
  if (Object.values(filter).every((value) => value === undefined))
    return (
      <EmptyState
        title="No sessions yet"
        action={
          <LinkButton to="/projects/$project/rfe" params={{ project }}>
            Open an RFE
          </LinkButton>
        }
      >
        A session is an agent at work on one phase of an RFE. Start one from the RFE's board.
      </EmptyState>
    );
  return (
    <EmptyState
      title={filter.q === undefined ? "No session matches these filters" : `No session matches “${filter.q}”`}
      action={
        <LinkButton to="/projects/$project/sessions" params={{ project }} search={{}}>
          Clear
        </LinkButton>
      }
    />
  );
}

/** All sessions of a project, newest first. */
export function Sessions() {
  const { project } = useParams({ from: "/projects/$project/sessions" });
  const filter = sessionSearch(useSearch({ from: "/projects/$project/sessions" }));
  const rfes = useQuery(rfesQuery(project));
  const titles = useMemo(
    () => new Map((rfes.data?.workflows ?? []).map(({ id, title }): [string, string] => [id, title])),
    [rfes.data],
  );
  const query = useInfiniteQuery(sessionsQuery(project, { phase: filter.status, workflow: filter.rfe, q: filter.q }));
  const sessions = query.data?.pages.flatMap(({ items }) => items);
  return (
    <>
      <PageHeader
        crumbs={[
          <Crumb key="project" to="/projects/$project" params={{ project }}>
            {project}
          </Crumb>,
          <span key="here">Sessions</span>,
        ]}
        title="Sessions"
      />
      <PageBody className="grid gap-4">
        <SessionFilters {...filter} titles={titles} />
        {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
        {sessions === undefined && query.error === null && <SkeletonRows rows={6} label="Loading sessions" />}
        {sessions?.length === 0 && <NoSessions project={project} filter={filter} />}
        {sessions !== undefined && sessions.length > 0 && <SessionTable sessions={sessions} titles={titles} />}
        {query.hasNextPage && (
          <Older
            {...{
              what: "sessions",
              shown: sessions?.length ?? 0,
              isBusy: query.isFetchingNextPage,
              onMore: query.fetchNextPage,
            }}
          />
        )}
      </PageBody>
    </>
  );
}
