import type { RfeView } from "#web/api/rfes.ts";
import { TextLink } from "#web/components/ui/button.tsx";
import { Card, CardHeader, CardTitle } from "#web/components/ui/card.tsx";
import { TimelineList } from "./timeline-list.tsx";
import { useTimeline } from "./use-timeline.ts";

const SHOWN = 7;

/** The newest entries of the activity, beside the phases. */
export function ActivityCard({ rfe }: { rfe: RfeView }) {
  const { entries } = useTimeline(rfe);
  if (entries.length === 0) return null;
  return (
    <Card aria-labelledby="activity-title">
      <CardHeader>
        <CardTitle id="activity-title">Activity</CardTitle>
        <TextLink
          className="ml-auto text-12"
          to="/projects/$project/rfe/$rfe/activity"
          params={{ project: rfe.project, rfe: rfe.id }}
        >
          All
        </TextLink>
      </CardHeader>
      <div className="p-4 pb-0">
        <TimelineList rfe={rfe} entries={entries.slice(0, SHOWN)} />
      </div>
    </Card>
  );
}
