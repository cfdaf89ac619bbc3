import { LiveBadge } from "#web/components/ui/live-badge.tsx";
import { useConnection } from "#web/live/connection.ts";
import { useNow } from "#web/now.ts";

/** How the page is connected. Only changes are announced, not the seconds that pass. */
export function ConnectionState({ className }: { className?: string }) {
  const { state, heardAt } = useConnection();
  const now = useNow(state === "reconnecting" ? 1_000 : undefined);
  const spoken = { connected: "Connected", connecting: "", reconnecting: "Connection lost, reconnecting" }[state];
  return (
    <>
      <span role="status" className="sr-only">
        {spoken}
      </span>
      <LiveBadge state={state} ageMs={Math.max(0, now - heardAt)} {...(className === undefined ? {} : { className })} />
    </>
  );
}
