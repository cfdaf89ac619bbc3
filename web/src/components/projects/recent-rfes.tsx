import { Plus } from "lucide-react";
import type { ListedRfe } from "#web/api/rfes.ts";
import { RfeTrack } from "#web/components/rfe/rfe-track.tsx";
import { LinkButton, TextLink } from "#web/components/ui/button.tsx";
import { Card, CardHeader, CardTitle } from "#web/components/ui/card.tsx";
import { RelativeTime } from "#web/components/ui/time.tsx";

const SHOWN = 6;

/** The RFEs touched last, and where each stands. */
export const RecentRfes = ({ project, rfes }: { project: string; rfes: readonly ListedRfe[] }) => (
  <Card aria-labelledby="recent-rfes">
    <CardHeader>
      <CardTitle id="recent-rfes">Recent RFEs</CardTitle>
      <TextLink to="/projects/$project/rfe" params={{ project }} className="ml-auto text-13">
        All RFEs
      </TextLink>
      <LinkButton size="sm" variant="solid" to="/projects/$project/rfe/new" params={{ project }}>
        <Plus aria-hidden />
        New RFE
      </LinkButton>
    </CardHeader>
    <ul className="divide-y divide-line">
      {rfes
        .toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt))
        .slice(0, SHOWN)
        .map((rfe) => (
          <li key={rfe.id} className="relative grid gap-0.5 px-4 py-3 text-13 hover:bg-hover">
            <p className="flex min-w-0 flex-wrap items-baseline gap-x-3">
              <TextLink
                to="/projects/$project/rfe/$rfe"
                params={{ project, rfe: rfe.id }}
                className="min-w-0 font-medium text-ink no-underline [overflow-wrap:anywhere] after:absolute after:inset-0"
              >
                {rfe.title}
              </TextLink>
              <code className="min-w-0 text-12 text-ink-3 [overflow-wrap:anywhere]">{rfe.branchName}</code>
            </p>
            <p className="flex flex-wrap items-center gap-x-3 text-12 text-ink-3">
              <RfeTrack phase={rfe.phase} status={rfe.status} />
              <span>
                updated <RelativeTime time={rfe.updatedAt} />
              </span>
            </p>
          </li>
        ))}
    </ul>
  </Card>
);
