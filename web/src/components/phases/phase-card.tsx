import type { RfeSession } from "#web/api/phases.ts";
import { needsSecret } from "#web/components/sessions/ended-session.ts";
import { SecretsLink } from "#web/components/sessions/secrets-link.tsx";
import { Badge } from "#web/components/ui/badge.tsx";
import { Card } from "#web/components/ui/card.tsx";
import { Duration } from "#web/components/ui/time.tsx";
import { LiveLine } from "./live-line.tsx";
import { PhaseActions } from "./phase-actions.tsx";
import { PhaseFacts } from "./phase-facts.tsx";
import { markTone } from "./phase-node.ts";
import type { PhaseProps } from "./phase-props.ts";
import { blockedReason, isLiveSession, type PhaseMark, staleReason, statusWord } from "./phase-status.ts";
import { phaseTexts } from "./phase-texts.ts";

const edges = { live: "live", failed: "fail", blocked: "loose" } as const;
const edgeOf = (mark: PhaseMark) =>
  mark === "live" || mark === "failed" || mark === "blocked" ? edges[mark] : undefined;

function Elapsed({ session }: { session: RfeSession }) {
  if (session.status.startTime === null) return null;
  return (
    <span>
      <Duration from={session.status.startTime} /> of {Math.round(session.spec.timeout / 60)} m
    </span>
  );
}

/** What the card says below its title: what the phase is for, or what is the matter with it. */
function Words({ rfe, card, session, mark, board }: PhaseProps) {
  const { body } = phaseTexts[card.phase];
  if (mark === "stale") return <p>{staleReason(card)}</p>;
  if (mark === "failed")
    return (
      <p className="text-fail-text">
        {session?.status.message || "The session failed."}{" "}
        {needsSecret(session?.status.reason) && <SecretsLink project={rfe.project} />}
      </p>
    );
  if (mark === "queued") return <p>{session?.status.message || "Waiting for a free slot."}</p>;
  if (mark === "idle" && session?.status.phase === "Stopped") return <p>The last session was stopped. {body}</p>;
  if (mark === "done" && card.phase !== "implement") return null;
  const open = board.tasks.total - board.tasks.done;
  if (mark === "waiting")
    return (
      <p>
        {open === 1 ? "1 task is open." : `${open} tasks are open.`} {body}
      </p>
    );
  return <p>{body}</p>;
}

/** One phase: status, what git says about it, and what can be done now. */
export function PhaseCard(props: PhaseProps) {
  const { rfe, card, session, mark } = props;
  const { title } = phaseTexts[card.phase];
  const id = `phase-${card.phase}`;
  const blocked = mark === "blocked" ? blockedReason(card) : undefined;
  // Work outside of a "running" phase: a second session while the document is there already.
  const isLive = isLiveSession(session);
  const word = statusWord(mark, session);
  return (
    <Card edge={edgeOf(mark)} aria-labelledby={id}>
      <div className="flex min-h-10.5 flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-3">
        <h2 id={id} className="text-14">
          {title}
        </h2>
        <p className="ml-auto flex items-center gap-1.5 text-12 text-ink-3 max-sm:ml-0 max-sm:basis-full">
          <span>Status: </span>
          <Badge tone={markTone[mark]}>
            {mark === "done" && <span className="sr-only">✓ </span>}
            {word.replace(/^✓ /, "")}
          </Badge>
          {isLive && <Elapsed session={session} />}
        </p>
      </div>
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3 px-4 pt-1 pb-4 text-13 text-ink-2">
        {/* Words want more room than facts: beside two buttons they would stand in a column of their own. */}
        <div className="grid flex-[1_1_220px] gap-1.5 has-[>p]:basis-75 max-sm:flex-[1_1_100%]">
          <Words {...props} />
          {blocked !== undefined && <p className="text-12 text-ink-3">{blocked}</p>}
          <PhaseFacts {...props} />
        </div>
        <PhaseActions {...props} />
      </div>
      {isLive && mark === "live" && <LiveLine project={rfe.project} session={session.name} />}
    </Card>
  );
}
