import { absoluteTime, durationText, relativeTime } from "#web/format.ts";
import { useNow } from "#web/now.ts";

type Moment = string | number | Date;

/** "6 minutes ago", always true, with the exact local and UTC time on hover. */
export function RelativeTime({ time, className }: { time: Moment; className?: string }) {
  const moment = new Date(time);
  const now = useNow(Math.abs(Date.now() - moment.getTime()) < 120_000 ? 1_000 : 30_000);
  return (
    <time dateTime={moment.toISOString()} title={absoluteTime(moment)} className={className}>
      {relativeTime(moment.getTime(), now)}
    </time>
  );
}

interface DurationProps {
  from: Moment;
  /** Left out while it still runs. */
  to?: Moment | undefined;
  className?: string;
}

/** "6 m 15 s"; counts while it runs. */
export function Duration({ from, to, className }: DurationProps) {
  const now = useNow(to === undefined ? 1_000 : undefined);
  const end = to === undefined ? now : new Date(to).getTime();
  const ms = Math.max(0, end - new Date(from).getTime());
  return (
    <time dateTime={`PT${Math.round(ms / 1_000)}S`} className={className}>
      {durationText(ms)}
    </time>
  );
}
