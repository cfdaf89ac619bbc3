import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useProjectHome } from "#web/api/project-home.ts";
import { projectQuery } from "#web/api/projects.ts";
import { repositoriesQuery } from "#web/api/repositories.ts";
import { secretsQuery } from "#web/api/secrets.ts";
import { needsAttention } from "#web/components/projects/attention.ts";
import { AttentionList } from "#web/components/projects/attention-list.tsx";
import { ProjectChecklist } from "#web/components/projects/project-checklist.tsx";
import { RecentRfes } from "#web/components/projects/recent-rfes.tsx";
import { RunningSessions } from "#web/components/projects/running-sessions.tsx";
import { Crumb, PageBody, PageHeader } from "#web/components/ui/page-header.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { SkeletonRows } from "#web/components/ui/skeleton.tsx";

const route = getRouteApi("/projects/$project");
const running = ["Pending", "Creating", "Running"];

/** What waits for somebody, what runs, what was touched last; a new project gets a list of first steps. */
export function ProjectHome() {
  const { project } = route.useParams();
  const about = useQuery(projectQuery(project));
  const { home, error, refetch } = useProjectHome(project);
  const facts = about.data?.project;
  return (
    <>
      <PageHeader
        crumbs={[
          <Crumb key="projects" to="/projects">
            Projects
          </Crumb>,
        ]}
        title={facts?.displayName || project}
        lede={facts?.description || undefined}
      />
      <PageBody className="grid content-start gap-4">
        {error !== null && <ProblemNote error={error} title="The project could not be read" onRetry={refetch} />}
        {home === undefined && error === null && <SkeletonRows rows={3} label="Loading the project" />}
        {home !== undefined && <HomeCards project={project} home={home} />}
      </PageBody>
    </>
  );
}

type Home = NonNullable<ReturnType<typeof useProjectHome>["home"]>;

function HomeCards({ project, home }: { project: string; home: Home }) {
  const attention = needsAttention(home);
  const live = home.sessions.filter(({ status }) => running.includes(status.phase));
  return (
    <>
      {attention.length > 0 && <AttentionList project={project} items={attention} />}
      {live.length > 0 && <RunningSessions project={project} sessions={live} />}
      {home.rfes.length > 0 ? <RecentRfes project={project} rfes={home.rfes} /> : <FirstSteps project={project} />}
    </>
  );
}

function FirstSteps({ project }: { project: string }) {
  const repositories = useQuery(repositoriesQuery(project));
  const secrets = useQuery(secretsQuery(project));
  return (
    <ProjectChecklist
      project={project}
      hasRepository={(repositories.data?.items.length ?? 0) > 0}
      hasModelKey={secrets.data?.items.some(({ key }) => key === "ANTHROPIC_API_KEY") ?? false}
    />
  );
}
