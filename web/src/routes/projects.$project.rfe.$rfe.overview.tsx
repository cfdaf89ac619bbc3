import { useQuery } from "@tanstack/react-query";
import { summaryQuery } from "#web/api/phases.ts";
import { type RfeView, rfeQuery } from "#web/api/rfes.ts";
import { seedCheckQuery } from "#web/api/seeding.ts";
import { ActivityCard } from "#web/components/activity/activity-card.tsx";
import { PhaseItems } from "#web/components/phases/phase-list.tsx";
import { RepositoriesCard } from "#web/components/rfe/repositories-card.tsx";
import { useRfeAddress, useRfeKey } from "#web/components/rfe/rfe-address.ts";
import { SeedingCard } from "#web/components/seeding/seeding-card.tsx";
import { TasksCard } from "#web/components/tasks/tasks-card.tsx";
import { Line, LineItem } from "#web/components/ui/branch-line.tsx";
import { Button } from "#web/components/ui/button.tsx";
import { PageBody } from "#web/components/ui/page-header.tsx";

/** Starts the session that is due. */
function StartWork({ rfe }: { rfe: RfeView }) {
  const { change } = useRfeAddress();
  const summary = useQuery(summaryQuery({ project: rfe.project, id: rfe.id })).data;
  const reason = rfe.can.startSession ? undefined : "Your role may look, not start sessions; ask for the role edit.";
  const start = () => change({ dialog: "start", phase: summary?.phase ?? "specify" });
  return (
    <Button size="sm" blocked={reason} className="max-sm:flex-1" onClick={start}>
      Create Session to Start Work
    </Button>
  );
}

function Overview({ rfe }: { rfe: RfeView }) {
  const check = useQuery(seedCheckQuery({ project: rfe.project, id: rfe.id })).data;
  const isSeeded = check?.state === "seeded";
  const isRunning = check?.operation?.state === "running" || check?.operation?.state === "queued";
  const hasFailed = check?.operation?.state === "failed";
  const node = isSeeded ? "done" : isRunning ? "live" : hasFailed ? "fail" : "idle";
  return (
    <PageBody className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_344px]">
      <Line aria-label="Seeding and phases">
        <LineItem state={node} edge={isSeeded ? "solid" : isRunning ? "moving" : "loose"}>
          <SeedingCard rfe={rfe} start={<StartWork rfe={rfe} />} />
        </LineItem>
        <PhaseItems rfe={rfe} />
      </Line>
      <div className="grid min-w-0 gap-4">
        <RepositoriesCard rfe={rfe} />
        <TasksCard rfe={rfe} />
        <ActivityCard rfe={rfe} />
      </div>
    </PageBody>
  );
}

/** Where an RFE stands and what to do next. */
export function RfeOverview() {
  const rfe = useQuery(rfeQuery(useRfeKey())).data?.rfe;
  return rfe === undefined ? null : <Overview rfe={rfe} />;
}
