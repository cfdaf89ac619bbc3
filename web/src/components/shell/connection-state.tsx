import { cx } from "#web/components/ui/class-names.ts";
import { LiveBadge } from "#web/components/ui/live-badge.tsx";
import { useConnection } from "#web/live/connection.ts";
import { useNow } from "#web/now.ts";

/** How the page is connected, and how old what it shows may be. */
export function ConnectionState({ className }: { className?: string }) {
  const { state, heardAt } = useConnection();
  const now = useNow(state === "reconnecting" ? 1_000 : undefined);
  return <LiveBadge state={state} ageMs={Math.max(0, now - heardAt)} className={cx(className)} />;
}

/** Where the side bar has no room for words, a lost connection is said above the page. */
export function ConnectionStrip() {
  const { state } = useConnection();
  if (state !== "reconnecting") return null;
  return (
    <div className="no-print sticky top-0 z-10 border-b border-line bg-sunken px-4 py-1.5 max-md:top-13 xl:hidden">
      <ConnectionState />
    </div>
  );
}

/** Says a change of the connection to screen readers, but not the seconds that pass. */
export function ConnectionAnnouncer() {
  const { state } = useConnection();
  const words = { connected: "Connected", connecting: "", reconnecting: "Connection lost, reconnecting" }[state];
  return (
    <span role="status" className="sr-only">
      {words}
    </span>
  );
}
