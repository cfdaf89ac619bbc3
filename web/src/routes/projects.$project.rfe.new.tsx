import { useParams, useSearch } from "@tanstack/react-router";
import { NewRfeForm } from "#web/components/rfe/new-rfe-form.tsx";
import { Crumb, PageBody, PageHeader } from "#web/components/ui/page-header.tsx";

/** The form for a new RFE; `?title=` and `?specRepo=` fill it in. */
export function NewRfe() {
  const { project = "" } = useParams({ strict: false });
  const { title, specRepo } = useSearch({ strict: false });
  return (
    <>
      <PageHeader
        className="border-0 bg-transparent pb-0 [--ground:var(--bg)]"
        crumbs={[
          <Crumb key="project" to="/projects/$project" params={{ project }}>
            {project}
          </Crumb>,
          <Crumb key="rfes" to="/projects/$project/rfe" params={{ project }}>
            RFEs
          </Crumb>,
          <span key="here">New</span>,
        ]}
        title="New RFE"
        lede="Describe a feature. Agents write the spec, plan and tasks on a branch of your repository."
      />
      <PageBody className="pt-2">
        <NewRfeForm project={project} start={{ title, specRepo }} />
      </PageBody>
    </>
  );
}
