import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { sessionsQuery } from "#web/api/sessions.ts";
import { sessionTitle } from "#web/components/sessions/session-words.ts";
import { Node } from "#web/components/ui/node.tsx";
import { Duration } from "#web/components/ui/time.tsx";

const MAX_SHOWN = 5;

/** The sessions at work in this project, one click away from everywhere. */
export function RunningNow({ project }: { project: string }) {
  const { data } = useInfiniteQuery(sessionsQuery(project, { phase: "Running" }));
  const sessions = data?.pages[0]?.items ?? [];
  if (sessions.length === 0) return null;
  return (
    <section aria-labelledby="running-now" className="md:max-xl:hidden">
      <h2 id="running-now" className="px-2 pb-1 text-12 font-medium tracking-normal text-ink-3">
        Running now
      </h2>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-px">
        {sessions.slice(0, MAX_SHOWN).map(({ name, spec, metadata, status }) => (
          <li key={name}>
            <Link
              to="/projects/$project/sessions/$session"
              params={{ project, session: name }}
              className="flex items-start gap-2 rounded-2 px-2 py-1.5 text-ink-2 hover:bg-hover hover:text-ink"
            >
              <Node state="live" small className="mt-0.5 shadow-none" />
              <span className="min-w-0 flex-1">
                <span className="truncate-words block font-medium">{sessionTitle({ name, spec })}</span>
                <span className="block text-12 text-ink-3">
                  {metadata.rfePhase !== undefined && `${metadata.rfePhase} · `}
                  {status.startTime !== null && <Duration from={status.startTime} />}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
