import type { ReactNode } from "react";
import { Line, LineItem } from "#web/components/ui/branch-line.tsx";
import { LinkButton } from "#web/components/ui/button.tsx";
import { Card, CardBody, CardHeader, CardTitle } from "#web/components/ui/card.tsx";

interface ProjectChecklistProps {
  project: string;
  hasRepository: boolean;
  hasModelKey: boolean;
}

/** What a new project still needs, each with the place where it is done. */
export const ProjectChecklist = ({ project, hasRepository, hasModelKey }: ProjectChecklistProps) => (
  <Card aria-labelledby="checklist">
    <CardHeader>
      <CardTitle id="checklist">Get started</CardTitle>
    </CardHeader>
    <CardBody>
      <Line>
        <Step
          title="Have a repository"
          isDone={hasRepository}
          action={
            <LinkButton size="sm" to="/projects/$project/settings/$tab" params={{ project, tab: "repositories" }}>
              {hasRepository ? "Repositories" : "Create a repository"}
            </LinkButton>
          }
        >
          Documents and code live in git. Use a repository of this server, or any URL you can push to.
        </Step>
        <Step
          title="Add a model key"
          isDone={hasModelKey}
          action={
            <LinkButton
              size="sm"
              to="/projects/$project/settings/$tab"
              params={{ project, tab: "secrets" }}
              hash="ANTHROPIC_API_KEY"
            >
              {hasModelKey ? "Secrets" : "Add a key"}
            </LinkButton>
          }
        >
          Without a key, sessions run on the offline model, which is no AI but shows every step.
        </Step>
        <Step
          title="Create the first RFE"
          isDone={false}
          action={
            <LinkButton size="sm" variant="solid" to="/projects/$project/rfe/new" params={{ project }}>
              New RFE
            </LinkButton>
          }
        >
          Describe a feature; agents write the spec, plan and tasks on a branch of your repository.
        </Step>
      </Line>
    </CardBody>
  </Card>
);

interface StepProps {
  title: string;
  isDone: boolean;
  action: ReactNode;
  children: ReactNode;
}

const Step = ({ title, isDone, action, children }: StepProps) => (
  <LineItem state={isDone ? "done" : "idle"} edge={isDone ? "solid" : "loose"}>
    <div className="flex flex-wrap items-start sm:flex-nowrap justify-between gap-x-4 gap-y-2 pt-3">
      <div className="grid max-w-[60ch] gap-0.5">
        <h3 className="text-14 font-medium">
          {title}
          {isDone && <span className="ml-2 text-12 font-normal text-ink-2">Done</span>}
        </h3>
        <p className="text-13 text-ink-2">{children}</p>
      </div>
      {action}
    </div>
  </LineItem>
);
