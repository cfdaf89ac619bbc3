import { useNavigate } from "@tanstack/react-router";
import { Copy, Download, MoreHorizontal, Pencil, Square, Trash2 } from "lucide-react";
import { useState } from "react";
import { type SessionDetail, useCloneSession, useDeleteSession, useStopSession } from "#web/api/sessions.ts";
import { useSubmissions } from "#web/api/submission.ts";
import { AlertDialog } from "#web/components/ui/alert-dialog.tsx";
import { Button, IconButton } from "#web/components/ui/button.tsx";
import { DropdownMenu, MenuItem, MenuSeparator } from "#web/components/ui/menu.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { download } from "./download.ts";
import { RenameDialog } from "./rename-dialog.tsx";
import type { SessionLog } from "./session-log.ts";
import { hasEnded, sessionTitle } from "./session-words.ts";
import { transcriptMarkdown } from "./transcript.ts";

interface SessionActionsProps {
  session: SessionDetail;
  log: SessionLog;
}

const keyOf = ({ metadata, name }: SessionDetail) => ({ project: metadata.project, name });

function StopButton({ session }: { session: SessionDetail }) {
  const stop = useStopSession(keyOf(session));
  const isStopping = stop.isPending || session.status.stopRequested === true;
  const blocked = session.can.startSession ? undefined : "You need the role edit to stop a session";
  return (
    <>
      <Button variant="danger" size="sm" busy={isStopping} blocked={blocked} onClick={() => stop.mutate()}>
        {!isStopping && <Square aria-hidden className="size-3 fill-current stroke-none" />}
        {isStopping ? "Stopping…" : "Stop"}
      </Button>
      {stop.error !== null && <ProblemNote error={stop.error} title="It was not stopped" takesFocus />}
    </>
  );
}

/** Stop for where the head of the page scrolls away: conversation.css shows one of the two. */
export const StickyStop = ({ session }: { session: SessionDetail }) => (
  <div className="sticky-stop">
    <StopButton session={session} />
  </div>
);

function CloneButton({ session }: { session: SessionDetail }) {
  const navigate = useNavigate();
  const clone = useCloneSession(keyOf(session));
  const submissions = useSubmissions();
  const { project } = session.metadata;
  const start = (): void =>
    clone.mutate(submissions, {
      onSuccess: ({ name }) =>
        void navigate({ to: "/projects/$project/sessions/$session", params: { project, session: name } }),
    });
  const blocked = session.can.startSession ? undefined : "You need the role edit to start a session";
  return (
    <>
      <Button size="sm" busy={clone.isPending} blocked={blocked} onClick={start}>
        <Copy aria-hidden />
        Clone
      </Button>
      {clone.error !== null && <ProblemNote error={clone.error} title="It was not cloned" takesFocus />}
    </>
  );
}

function DeleteDialog({ session, onClose }: { session: SessionDetail; onClose: () => void }) {
  const navigate = useNavigate();
  const remove = useDeleteSession(keyOf(session));
  const { project } = session.metadata;
  const leave = () => void navigate({ to: "/projects/$project/sessions", params: { project } });
  return (
    <AlertDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Delete session “${sessionTitle(session)}”?`}
      action="Delete session"
      busy={remove.isPending}
      error={remove.error}
      onAction={() => remove.mutate(undefined, { onSuccess: leave })}
    >
      <p>Its conversation is lost. What it pushed stays in git.</p>
      {!hasEnded(session.status.phase) && <p>It still runs and is stopped first.</p>}
    </AlertDialog>
  );
}

/** What can be done with a session; what it allows no more is not there. */
export function SessionActions({ session, log }: SessionActionsProps) {
  const [isDeleting, setDeleting] = useState(false);
  const [isRenaming, setRenaming] = useState(false);
  const save = (kind: "json" | "md"): void => {
    const text =
      kind === "json"
        ? JSON.stringify({ session, events: log.events }, null, 2)
        : transcriptMarkdown(sessionTitle(session), log.view().blocks);
    download(`${session.name}.${kind}`, text, kind === "json" ? "application/json" : "text/markdown");
  };
  return (
    <>
      {!hasEnded(session.status.phase) && (
        <div className="head-stop">
          <StopButton session={session} />
        </div>
      )}
      <CloneButton session={session} />
      <DropdownMenu
        trigger={
          <IconButton label="More actions" variant="outline" size="sm">
            <MoreHorizontal aria-hidden />
          </IconButton>
        }
      >
        {session.can.startSession && (
          <MenuItem onSelect={() => setRenaming(true)}>
            <Pencil aria-hidden />
            Rename
          </MenuItem>
        )}
        <MenuItem onSelect={() => save("md")}>
          <Download aria-hidden />
          Download transcript (Markdown)
        </MenuItem>
        <MenuItem onSelect={() => save("json")}>
          <Download aria-hidden />
          Download transcript (JSON)
        </MenuItem>
        {session.can.delete && (
          <>
            <MenuSeparator />
            <MenuItem danger onSelect={() => setDeleting(true)}>
              <Trash2 aria-hidden />
              Delete session
            </MenuItem>
          </>
        )}
      </DropdownMenu>
      {isRenaming && <RenameDialog session={session} onClose={() => setRenaming(false)} />}
      {isDeleting && <DeleteDialog session={session} onClose={() => setDeleting(false)} />}
    </>
  );
}
