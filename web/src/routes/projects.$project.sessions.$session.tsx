import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { ApiProblem } from "#web/api/problem.ts";
import { sessionQuery } from "#web/api/sessions.ts";
import { SessionScreen, type SessionView } from "#web/components/sessions/session-screen.tsx";
import { useSessionLog } from "#web/components/sessions/use-session-log.ts";
import { LinkButton } from "#web/components/ui/button.tsx";
import { EmptyState } from "#web/components/ui/empty-state.tsx";
import { PageBody, PageHeader } from "#web/components/ui/page-header.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { SkeletonRows } from "#web/components/ui/skeleton.tsx";

const viewOf = (name: string | undefined): SessionView =>
  name === "changes" || name === "details" ? name : "conversation";

function Missing({ error, project, onRetry }: { error: unknown; project: string; onRetry: () => void }) {
  const isGone = error instanceof ApiProblem && error.status === 404;
  const back = (
    <LinkButton to="/projects/$project/sessions" params={{ project }}>
      All sessions
    </LinkButton>
  );
  return (
    <>
      <PageHeader title="Session" />
      <PageBody>
        {isGone ? (
          <EmptyState title="This session does not exist" action={back}>
            It was deleted, or its address is mistyped. What it pushed is still in git.
          </EmptyState>
        ) : (
          <ProblemNote error={error} title="The session could not be read" onRetry={onRetry}>
            {back}
          </ProblemNote>
        )}
      </PageBody>
    </>
  );
}

/** One session. Its log is followed for as long as the page is open, whichever view is shown. */
export function Session() {
  const { project, session: name } = useParams({ from: "/projects/$project/sessions/$session" });
  return <OpenSession key={`${project} ${name}`} project={project} name={name} />;
}

function OpenSession({ project, name }: { project: string; name: string }) {
  const { view: shown } = useParams({ strict: false });
  const search = useSearch({ from: "/projects/$project/sessions/$session" });
  const event = /^\d{1,9}$/.test(search.event ?? "") ? Number(search.event) : undefined;
  const { log, view, retry } = useSessionLog({ project, name }, event);
  const session = useQuery(sessionQuery({ project, name }));
  if (session.data !== undefined)
    return <SessionScreen {...{ session: session.data, show: viewOf(shown), log, view, event, onRetry: retry }} />;
  if (session.error !== null)
    return <Missing error={session.error} project={project} onRetry={() => void session.refetch()} />;
  return (
    <>
      <PageHeader title="Session" />
      <PageBody>
        <SkeletonRows rows={5} label="Reading the session" />
      </PageBody>
    </>
  );
}
