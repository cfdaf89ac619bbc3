import type { ListedSession } from "#web/api/sessions.ts";
import { sessionTitle } from "#web/components/sessions/session-words.ts";
import { TextLink } from "#web/components/ui/button.tsx";
import { Card, CardHeader, CardTitle } from "#web/components/ui/card.tsx";
import { Node } from "#web/components/ui/node.tsx";
import { Duration } from "#web/components/ui/time.tsx";

const words: Partial<Record<ListedSession["status"]["phase"], string>> = {
  Pending: "Queued",
  Creating: "Starting",
  Running: "Running",
};

/** Sessions that have not ended, each with how long it has been at work. */
export const RunningSessions = ({ project, sessions }: { project: string; sessions: readonly ListedSession[] }) => (
  <Card aria-labelledby="running-sessions" edge="live">
    <CardHeader>
      <CardTitle id="running-sessions">Running sessions</CardTitle>
      <span className="text-12 text-ink-3">{sessions.length}</span>
    </CardHeader>
    <ul className="divide-y divide-line">
      {sessions.map((session) => (
        <li key={session.name} className="relative flex items-start gap-3 px-4 py-3 text-13 hover:bg-hover">
          <Node state={session.status.phase === "Pending" ? "idle" : "live"} small className="mt-0.5" />
          <div className="grid min-w-0 flex-1 gap-0.5">
            <TextLink
              to="/projects/$project/sessions/$session"
              params={{ project, session: session.name }}
              className="truncate-words font-medium text-ink no-underline after:absolute after:inset-0"
            >
              {sessionTitle(session)}
            </TextLink>
            <p className="text-12 text-ink-2">
              {session.metadata.rfePhase !== undefined && `${session.metadata.rfePhase} · `}
              {session.status.stopRequested === true
                ? "Stopping…"
                : (words[session.status.phase] ?? session.status.phase)}
              {session.status.message !== "" && ` · ${session.status.message}`}
            </p>
          </div>
          {session.status.startTime !== null && (
            <Duration from={session.status.startTime} className="text-12 whitespace-nowrap text-ink-3" />
          )}
        </li>
      ))}
    </ul>
  </Card>
);
