import type { RfeSummary } from "#web/api/phases.ts";
import type { RfeView } from "#web/api/rfes.ts";
import { Tab, Tabs } from "#web/components/ui/tabs.tsx";

interface RfeTabsProps {
  rfe: RfeView;
  summary: RfeSummary | undefined;
}

/** The pages of an RFE. */
export function RfeTabs({ rfe, summary }: RfeTabsProps) {
  const params = { project: rfe.project, rfe: rfe.id };
  const tasks = summary?.tasks.total ? `${summary.tasks.done}/${summary.tasks.total}` : undefined;
  return (
    <Tabs label="RFE">
      <Tab to="/projects/$project/rfe/$rfe" params={params} activeOptions={{ exact: true, includeSearch: false }}>
        Overview
      </Tab>
      <Tab to="/projects/$project/rfe/$rfe/files" params={params} activeOptions={{ includeSearch: false }}>
        Files
      </Tab>
      <Tab
        to="/projects/$project/rfe/$rfe/tasks"
        params={params}
        count={tasks}
        activeOptions={{ includeSearch: false }}
      >
        Tasks
      </Tab>
      <Tab to="/projects/$project/rfe/$rfe/agents" params={params} activeOptions={{ includeSearch: false }}>
        Agents
      </Tab>
      <Tab
        to="/projects/$project/rfe/$rfe/sessions"
        params={params}
        count={summary?.sessions.total || undefined}
        activeOptions={{ includeSearch: false }}
      >
        Sessions
      </Tab>
      <Tab to="/projects/$project/rfe/$rfe/activity" params={params} activeOptions={{ includeSearch: false }}>
        Activity
      </Tab>
    </Tabs>
  );
}
