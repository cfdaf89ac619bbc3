import { CircleDashed, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { SessionDetail } from "#web/api/sessions.ts";
import { cx } from "#web/components/ui/class-names.ts";
import { LiveBadge } from "#web/components/ui/live-badge.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { useNow } from "#web/now.ts";
import { needsSecret, remedies } from "./ended-session.ts";
import { SecretsLink } from "./secrets-link.tsx";
import type { LogState } from "./session-log.ts";

const Note = ({ tone, children }: { tone: "wait" | "fail"; children: ReactNode }) => {
  const Icon = tone === "fail" ? TriangleAlert : CircleDashed;
  return (
    <div
      role="status"
      className={cx(
        "flex gap-3 rounded-2 border p-3 text-13",
        tone === "fail" ? "border-fail-line bg-fail-soft" : "border-dashed border-line-2 text-ink-2",
      )}
    >
      <Icon aria-hidden className={cx("mt-0.5", tone === "fail" && "text-fail-text")} />
      <div className="grid gap-1">{children}</div>
    </div>
  );
};

interface SessionStateProps {
  session: SessionDetail;
  /** Where the conversation above has said the message already. */
  isSaid?: boolean;
}

function Failure({ session, isSaid }: SessionStateProps) {
  const { reason, message, phase } = session.status;
  return (
    <Note tone="fail">
      <p className="font-semibold text-fail-text">
        {phase === "Error" ? "The session met an error" : "The session failed"}
        {reason !== undefined && `: ${reason}`}
      </p>
      {!isSaid && message !== "" && <p className="text-fail-text [overflow-wrap:anywhere]">{message}</p>}
      <p>
        {reason === undefined ? "Read the last lines of the conversation, then clone the session." : remedies[reason]}
      </p>
      {needsSecret(reason) && (
        <p>
          <SecretsLink project={session.metadata.project} />
        </p>
      )}
    </Note>
  );
}

/** What stands in the way of a session or ended it, and what to do about it. Nothing while all is well. */
export function SessionState({ session, isSaid = false }: SessionStateProps) {
  const { phase, queuePosition, message, stopRequested, reason } = session.status;
  if (phase === "Failed" || phase === "Error") return <Failure session={session} isSaid={isSaid} />;
  if (phase === "Pending")
    return (
      <Note tone="wait">
        <p className="font-medium text-ink">Queued{queuePosition !== undefined && ` at position ${queuePosition}`}</p>
        <p>{(queuePosition === undefined && message) || "It starts as soon as a slot is free."}</p>
      </Note>
    );
  if (stopRequested && phase !== "Stopped")
    return (
      <Note tone="wait">
        <p className="font-medium text-ink">Stopping…</p>
        <p>The agent is ended, and its work is saved before the session closes.</p>
      </Note>
    );
  if (phase === "Creating")
    return (
      <Note tone="wait">
        <p className="font-medium text-ink">Creating</p>
        <p>{message || "The repositories are being cloned; the conversation begins after that."}</p>
      </Note>
    );
  if (phase === "Stopped")
    return (
      <Note tone="wait">
        <p className="font-medium text-ink">Stopped</p>
        {!isSaid && message !== "" && <p>{message}</p>}
        <p>{remedies[reason ?? "stopped-by-user"]}</p>
      </Note>
    );
  return null;
}

const Reconnecting = ({ since }: { since: number }) => (
  <LiveBadge state="reconnecting" ageMs={Math.max(0, useNow(1_000) - since)} />
);

interface LogStateNoteProps {
  state: LogState;
  loaded: number;
  onRetry: () => void;
}

/** Whether the conversation is whole and live, and if not, how old it is. */
export function LogStateNote({ state, loaded, onRetry }: LogStateNoteProps) {
  if (state.kind === "failed")
    return <ProblemNote error={state.error} title="The conversation could not be read" onRetry={onRetry} />;
  return (
    <p role="status" className="flex flex-wrap items-center gap-3 text-12 text-ink-3 empty:hidden">
      {state.kind === "reconnecting" && <Reconnecting since={state.since} />}
      {loaded > 0 && loaded < 1 && <span>Loading earlier events, {Math.round(loaded * 100)} %</span>}
    </p>
  );
}
