import { durationText } from "#web/format.ts";
import { cx } from "./class-names.ts";

interface LiveBadgeProps {
  state: "connected" | "connecting" | "reconnecting";
  /** How old what is on the screen may be; said once the connection is gone. */
  ageMs: number;
  className?: string;
}

/** Whether the page follows the server, and if not, how old its data is. */
export function LiveBadge({ state, ageMs, className }: LiveBadgeProps) {
  const words = {
    connected: "Connected",
    connecting: "Connecting…",
    reconnecting: `Updated ${durationText(Math.round(ageMs / 1_000) * 1_000)} ago · Reconnecting…`,
  }[state];
  return (
    <span className={cx("inline-flex min-w-0 items-center gap-2 text-12 text-ink-3", className)} title={words}>
      <span
        aria-hidden
        className={cx(
          "size-2 flex-none rounded-full",
          state === "connected" ? "bg-ok" : "border-[1.5px] border-dashed border-control",
        )}
      />
      <span>{words}</span>
    </span>
  );
}
