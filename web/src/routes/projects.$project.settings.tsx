import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { projectQuery } from "#web/api/projects.ts";
import { DangerPanel } from "#web/components/settings/danger-panel.tsx";
import { DefaultsForm } from "#web/components/settings/defaults-form.tsx";
import { GeneralForm } from "#web/components/settings/general-form.tsx";
import { RepositoriesPanel } from "#web/components/settings/repositories-panel.tsx";
import { SecretsPanel } from "#web/components/settings/secrets-panel.tsx";
import { NotFound } from "#web/components/shell/not-found.tsx";
import { Crumb, PageBody, PageHeader } from "#web/components/ui/page-header.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { SkeletonRows } from "#web/components/ui/skeleton.tsx";
import { Tab, Tabs } from "#web/components/ui/tabs.tsx";

const route = getRouteApi("/projects/$project/settings/$tab");
const tabs = {
  general: "General",
  secrets: "Secrets",
  repositories: "Repositories",
  defaults: "Defaults",
  danger: "Danger",
} as const;
type TabName = keyof typeof tabs;
const isTab = (text: string): text is TabName => Object.hasOwn(tabs, text);

/** The settings of a project, a tab each. */
export function ProjectSettings() {
  const { project, tab } = route.useParams();
  if (!isTab(tab)) return <NotFound />;
  return (
    <>
      <PageHeader
        crumbs={[
          <Crumb key="project" to="/projects/$project" params={{ project }}>
            {project}
          </Crumb>,
        ]}
        title="Settings"
      >
        <Tabs label="Settings">
          {Object.entries(tabs).map(([name, title]) => (
            <Tab key={name} to="/projects/$project/settings/$tab" params={{ project, tab: name }}>
              {title}
            </Tab>
          ))}
        </Tabs>
      </PageHeader>
      <PageBody>
        <div className="grid max-w-[880px] gap-4">
          <Panel project={project} tab={tab} />
        </div>
      </PageBody>
    </>
  );
}

function Panel({ project, tab }: { project: string; tab: TabName }) {
  const query = useQuery(projectQuery(project));
  if (query.data === undefined)
    return query.error === null ? (
      <SkeletonRows rows={2} label="Loading the settings" />
    ) : (
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
    );
  const { can } = query.data.project;
  switch (tab) {
    case "general":
      return <GeneralForm key={project} project={query.data.project} version={query.data.version} />;
    case "secrets":
      return <SecretsPanel project={project} canManage={can.manageSecrets} />;
    case "repositories":
      return <RepositoriesPanel project={project} canCreate={can.edit} canDelete={can.manageSecrets} />;
    case "defaults":
      return <DefaultsForm key={project} project={query.data.project} version={query.data.version} />;
    case "danger":
      return <DangerPanel project={project} canDelete={can.manageSecrets} />;
  }
}
