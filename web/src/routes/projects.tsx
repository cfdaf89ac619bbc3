import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Outlet, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { projectsQuery } from "#web/api/projects.ts";
import { matchingProjects, ProjectList } from "#web/components/projects/project-list.tsx";
import { Button, LinkButton } from "#web/components/ui/button.tsx";
import { EmptyState } from "#web/components/ui/empty-state.tsx";
import { PageBody, PageHeader } from "#web/components/ui/page-header.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { SearchField } from "#web/components/ui/search-field.tsx";
import { SkeletonRows } from "#web/components/ui/skeleton.tsx";

const route = getRouteApi("/projects");

/** All projects of the caller; /projects/new opens a dialog over it. */
export function Projects() {
  const { q = "" } = route.useSearch();
  const navigate = useNavigate();
  const projects = useQuery(projectsQuery());
  const count = projects.data?.items.length ?? 0;
  const search = (text: string): void =>
    void navigate({ to: "/projects", search: text === "" ? {} : { q: text }, replace: true });
  return (
    <>
      <PageHeader
        title="Projects"
        actions={
          <LinkButton variant={count > 0 || q !== "" ? "solid" : "outline"} to="/projects/new">
            <Plus aria-hidden />
            Create project
          </LinkButton>
        }
      />
      <PageBody className="grid content-start gap-4">
        {count > 0 && (
          <SearchField
            label="Search projects"
            placeholder="Search projects"
            className="max-w-80"
            value={q}
            onSearch={(text = "") => search(text)}
          />
        )}
        {projects.error !== null && (
          <ProblemNote
            error={projects.error}
            title="The projects could not be read"
            onRetry={() => void projects.refetch()}
          />
        )}
        {projects.isPending && projects.error === null && <SkeletonRows rows={6} label="Loading the projects" />}
        {projects.data !== undefined && <Found projects={projects.data.items} q={q} onClear={() => search("")} />}
      </PageBody>
      <Outlet />
    </>
  );
}

interface FoundProps {
  projects: Parameters<typeof matchingProjects>[0];
  q: string;
  onClear: () => void;
}

function Found({ projects, q, onClear }: FoundProps) {
  const found = matchingProjects(projects, q);
  if (found.length > 0) return <ProjectList projects={found} />;
  if (projects.length > 0)
    return <EmptyState title={`No project matches '${q}'`} action={<Button onClick={onClear}>Clear</Button>} />;
  return (
    <EmptyState
      title="No projects yet."
      action={
        <LinkButton variant="solid" to="/projects/new">
          Create project
        </LinkButton>
      }
    >
      A project holds your RFEs, its secrets and its members.
    </EmptyState>
  );
}
