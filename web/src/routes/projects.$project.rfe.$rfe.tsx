import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Outlet } from "@tanstack/react-router";
import { keys } from "#web/api/keys.ts";
import { isProblemCode } from "#web/api/problem-code.ts";
import { rfeQuery } from "#web/api/rfes.ts";
import { useRfeKey } from "#web/components/rfe/rfe-address.ts";
import { RfeDialogs } from "#web/components/rfe/rfe-dialogs.tsx";
import { RfeHeader } from "#web/components/rfe/rfe-header.tsx";
import { LinkButton } from "#web/components/ui/button.tsx";
import { PageBody, PageHeader } from "#web/components/ui/page-header.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { Skeleton } from "#web/components/ui/skeleton.tsx";

const Loading = () => (
  <PageHeader title={<Skeleton className="h-7 w-72" />}>
    <Skeleton className="w-1/2" />
    <Skeleton className="h-14 w-full" />
    <span role="status" className="sr-only">
      Loading the RFE
    </span>
  </PageHeader>
);

/** What all pages of one RFE share: header, branch, tabs and dialogs. */
export function Rfe() {
  const key = useRfeKey();
  const queries = useQueryClient();
  const query = useQuery(rfeQuery(key));
  if (query.data === undefined) {
    if (query.error === null) return <Loading />;
    const isGone = isProblemCode(query.error, "workflow-not-found", "project-not-found");
    return (
      <>
        <PageHeader title={isGone ? "No such RFE" : "The RFE could not be read"} />
        <PageBody className="grid gap-4">
          <ProblemNote error={query.error} onRetry={isGone ? undefined : () => void query.refetch()}>
            <LinkButton size="sm" to="/projects/$project/rfe" params={{ project: key.project }}>
              All RFEs
            </LinkButton>
          </ProblemNote>
        </PageBody>
      </>
    );
  }
  const { rfe, version } = query.data;
  return (
    <>
      <RfeHeader rfe={rfe} onRefresh={() => queries.invalidateQueries({ queryKey: keys.rfe(key.project, key.id) })} />
      <Outlet />
      <RfeDialogs rfe={rfe} version={version} />
    </>
  );
}
