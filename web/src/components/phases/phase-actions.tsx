import { Ellipsis, RotateCw, Square } from "lucide-react";
import { useState } from "react";
import { useStopSession } from "#web/api/phases.ts";
import { useRfeAddress } from "#web/components/rfe/rfe-address.ts";
import { AlertDialog } from "#web/components/ui/alert-dialog.tsx";
import { Button, IconButton, LinkButton } from "#web/components/ui/button.tsx";
import { DropdownMenu, MenuItem } from "#web/components/ui/menu.tsx";
import type { PhaseProps } from "./phase-props.ts";
import { blockedReason, isLiveSession } from "./phase-status.ts";
import { phaseTexts } from "./phase-texts.ts";

/** On a phone the buttons fill their lines. */
const wide = "max-md:flex-1";
const roleReason = "Your role may look, not start sessions; ask for the role edit.";

function ViewDocument({ rfe, card }: PhaseProps) {
  const { document } = phaseTexts[card.phase];
  if (document === undefined || card.commitSha === null || card.path === null) return null;
  return (
    <LinkButton
      to="/projects/$project/rfe/$rfe/files"
      params={{ project: rfe.project, rfe: rfe.id }}
      search={{ path: card.path }}
      size="sm"
      className={wide}
    >
      {document.view}
    </LinkButton>
  );
}

function ViewSession({ rfe, session, mark }: PhaseProps) {
  if (session === undefined) return null;
  const params = { project: rfe.project, session: session.name };
  return (
    <LinkButton
      to="/projects/$project/sessions/$session"
      params={params}
      size="sm"
      className={wide}
      variant={mark === "live" ? "solid" : "outline"}
    >
      View Session
    </LinkButton>
  );
}

/** Stops a running session, after asking; what it has committed is kept. */
function StopButton({ rfe, session }: { rfe: PhaseProps["rfe"]; session: NonNullable<PhaseProps["session"]> }) {
  const [isAsking, setAsking] = useState(false);
  const stop = useStopSession({ project: rfe.project, id: rfe.id });
  const isStopping = session.status.stopRequested === true;
  const name = session.spec.displayName || session.name;
  return (
    <>
      <Button
        size="sm"
        variant="danger"
        className={wide}
        busy={isStopping || stop.isPending}
        onClick={() => setAsking(true)}
      >
        {!isStopping && <Square aria-hidden className="size-3 fill-current" />}
        {isStopping ? "Stopping…" : "Stop"}
      </Button>
      <AlertDialog
        open={isAsking}
        onOpenChange={setAsking}
        title="Stop this session?"
        action="Stop session"
        busy={stop.isPending}
        error={stop.error}
        onAction={() => stop.mutate(session.name, { onSuccess: () => setAsking(false) })}
      >
        <p>
          {name} ends within moments. What it has written so far is committed and kept; its conversation stays readable.
        </p>
      </AlertDialog>
    </>
  );
}

/** The word on the button that starts a session, by what there is already. */
function startWord({ card, mark }: PhaseProps): string {
  const { create, update } = phaseTexts[card.phase];
  if (mark === "failed") return "Retry";
  return mark === "stale" ? update : create;
}

/** Whether anything but the RFE's own documents is missing. */
const isSeeded = ({ board }: PhaseProps): boolean =>
  board.phases.every(({ blockedBy }) => blockedBy.every((path) => path.startsWith("specs/")));

/** What can be done with a phase now. What cannot stays in its place and says why. */
export function PhaseActions(props: PhaseProps) {
  const { rfe, card, session, mark } = props;
  const { change } = useRfeAddress();
  const start = () => change({ dialog: "start", phase: card.phase });
  const isLive = isLiveSession(session);
  const missing = blockedReason(card);
  const blocked = rfe.can.startSession ? missing : roleReason;
  const isAgain = mark === "done" && card.phase !== "implement";
  const mayForce = rfe.can.startSession && missing !== undefined && isSeeded(props);
  // The menu never stands alone on a line.
  const isBesideMenu = isAgain && !isLive;
  return (
    <div className="ml-auto flex flex-wrap justify-end gap-2 max-md:w-full">
      <ViewDocument {...props} />
      {isLive && rfe.can.startSession && <StopButton rfe={rfe} session={session} />}
      {!isBesideMenu && <ViewSession {...props} />}
      <div className="flex justify-end gap-2 empty:hidden max-md:flex-1">
        {isBesideMenu && <ViewSession {...props} />}
        {(!isLive || card.phase === "implement") && !isAgain && (
          <Button
            size="sm"
            blocked={blocked}
            className={wide}
            variant={isCurrentStart(props) ? "solid" : "outline"}
            onClick={start}
          >
            {mark === "failed" && <RotateCw aria-hidden />}
            {startWord(props)}
          </Button>
        )}
        {(isAgain || mayForce) && rfe.can.startSession && (
          <DropdownMenu
            trigger={
              <IconButton label={`More for the ${phaseTexts[card.phase].title}`} size="sm">
                <Ellipsis aria-hidden />
              </IconButton>
            }
          >
            <MenuItem onSelect={start}>{isAgain ? phaseTexts[card.phase].update : "Run anyway"}</MenuItem>
          </DropdownMenu>
        )}
      </div>
    </div>
  );
}

/** One solid button per view: the phase the RFE stands at, unless something runs. */
const isCurrentStart = ({ board, card, mark }: PhaseProps): boolean =>
  board.phase === card.phase && board.sessions.running === 0 && mark !== "blocked";
