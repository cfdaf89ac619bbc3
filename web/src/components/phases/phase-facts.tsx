import { Mark } from "#web/components/ui/badge.tsx";
import { LooseStamp, Stamp } from "#web/components/ui/stamp.tsx";
import { RelativeTime } from "#web/components/ui/time.tsx";
import { costText, countText, plural } from "#web/format.ts";
import type { PhaseProps } from "./phase-props.ts";
import { isLiveSession } from "./phase-status.ts";
import { phaseTexts } from "./phase-texts.ts";

const Fact = ({ value, word }: { value: string; word?: string }) => (
  <span>
    <span className="font-medium text-ink">{value}</span> {word}
  </span>
);

/** What the session has spent so far, or spent. */
function SessionFacts({ session }: Pick<PhaseProps, "session">) {
  if (session === undefined) return null;
  const { total_cost_usd: cost, usage, num_turns: turns, model } = session.status;
  const tokens = usage === undefined ? undefined : usage.input + usage.output + usage.cacheRead + usage.cacheWrite;
  return (
    <>
      {cost !== undefined && <Fact value={costText(cost)} />}
      {tokens !== undefined && <Fact value={countText(tokens)} word="tokens" />}
      {turns !== undefined && <Fact value={String(turns)} word={turns === 1 ? "turn" : "turns"} />}
      <span>{model ?? session.spec.model}</span>
    </>
  );
}

function TaskFacts({ board, card }: Pick<PhaseProps, "board" | "card">) {
  const { total, done } = board.tasks;
  if (total === 0) return null;
  if (card.phase === "tasks") return <span>{plural(total, "task")}</span>;
  if (card.phase !== "implement") return null;
  return <Fact value={`${done} of ${total}`} word="tasks" />;
}

/** Commits that the session made and could not push. */
const notPushed = ({ session }: PhaseProps): number =>
  session?.status.repos.filter(({ commitSha, pushed }) => commitSha !== null && !pushed).length ?? 0;

/** The line of facts of a phase: what git proves, then what the session cost. */
export function PhaseFacts(props: PhaseProps) {
  const { board, card, session, mark } = props;
  const { document } = phaseTexts[card.phase];
  const isWritten = card.commitSha !== null && document !== undefined;
  const kept = notPushed(props);
  const ended = session?.status.completionTime;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-12 text-ink-2 empty:hidden">
      {isWritten && (
        <Mark tone="ok">
          <span className="sr-only">✓ </span>
          {document.name} created
        </Mark>
      )}
      {mark === "done" && <span>Progress: 100%</span>}
      <TaskFacts board={board} card={card} />
      {card.commitSha !== null && <Stamp sha={card.commitSha} />}
      {card.openQuestions > 0 && (
        <Mark tone="stale">
          {plural(card.openQuestions, "open question")} in {document?.name}
        </Mark>
      )}
      {kept > 0 && <LooseStamp>{plural(kept, "commit")} not pushed</LooseStamp>}
      {(mark === "live" || mark === "queued" || isLiveSession(session) || !isWritten) && (
        <SessionFacts session={session} />
      )}
      {ended != null && (
        <span className="text-ink-3">
          <RelativeTime time={ended} />
        </span>
      )}
    </div>
  );
}
