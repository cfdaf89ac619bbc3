import { Pencil } from "lucide-react";
import { useLastEvent } from "#web/api/session-tail.ts";
import { RelativeTime } from "#web/components/ui/time.tsx";
import { eventLine } from "./event-line.ts";

/** What a running session does just now, in mono, with its age. */
export function LiveLine({ project, session }: { project: string; session: string }) {
  const event = useLastEvent(project, session, true);
  const text = event === undefined ? undefined : eventLine(event);
  return (
    <div className="flex min-h-9 items-center gap-2 rounded-b-3 border-t border-accent-line bg-accent-soft px-4 py-2 text-12">
      <Pencil aria-hidden className="size-3.5 text-accent-text" />
      <span className="truncate-words font-mono">{text ?? "Waiting for its first word"}</span>
      <span aria-hidden className="h-3.5 w-1.75 flex-none bg-accent [animation:blink_1.1s_steps(1)_infinite]" />
      {event !== undefined && (
        <span className="ml-auto whitespace-nowrap text-ink-2">
          <RelativeTime time={event.timestamp} />
        </span>
      )}
    </div>
  );
}
