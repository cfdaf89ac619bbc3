import type { ListedRfe } from "#web/api/rfes.ts";
import { phaseOrder } from "#web/components/phases/phase-texts.ts";
import { cx } from "#web/components/ui/class-names.ts";

type Standing = Pick<ListedRfe, "phase" | "status">;

const words: Record<ListedRfe["status"], string> = {
  "not-started": "not started",
  blocked: "blocked",
  running: "running",
  waiting: "in progress",
  failed: "failed",
  completed: "completed",
  outdated: "out of date",
  unknown: "could not be read just now",
};

const marks: Partial<Record<ListedRfe["status"], string>> = {
  running: "border-2 border-accent bg-accent-soft",
  failed: "rounded-1 bg-fail",
  completed: "bg-ok",
  outdated: "border-2 border-stale",
  waiting: "border-2 border-ok",
};

/** How a phase is drawn: those before the current one are in git, those after it are not yet. */
function dotStyle(at: number, current: number, status: ListedRfe["status"]): string {
  if (at < current) return "bg-ok";
  if (at > current) return "border-[1.5px] border-dashed border-control";
  return marks[status] ?? "border-2 border-control";
}

const written: readonly ListedRfe["status"][] = ["completed", "outdated", "waiting"];

/** The line into a phase: solid once something of it is in git. */
function lineStyle(at: number, current: number, status: ListedRfe["status"]): string {
  if (at < current || (at === current && written.includes(status))) return "bg-rail";
  const colour = at === current && status === "running" ? "text-accent" : "text-control";
  return `bg-[repeating-linear-gradient(to_right,currentColor_0_3px,transparent_3px_6px)] ${colour}`;
}

/** Where an RFE stands, as a branch with five nodes. The words beside it say the same. */
export function RfeTrack({ phase, status }: Standing) {
  const current = phase === null ? -1 : phaseOrder.indexOf(phase);
  return (
    <span className="inline-flex items-center gap-2.5">
      <span aria-hidden className="inline-flex items-center">
        {phaseOrder.map((name, at) => (
          <span key={name} className="inline-flex items-center">
            {at > 0 && <span className={cx("h-0.5 w-3", lineStyle(at, current, status))} />}
            <span
              className={cx(
                "size-2.5 rounded-full",
                phase === null ? "border-2 border-line-2" : dotStyle(at, current, status),
              )}
            />
          </span>
        ))}
      </span>
      <span className="text-12 whitespace-nowrap">
        {phase !== null && <span className="font-medium">{phase}</span>}{" "}
        <span
          className={status === "failed" ? "text-fail-text" : status === "running" ? "text-accent-text" : "text-ink-2"}
        >
          {words[status]}
        </span>
      </span>
    </span>
  );
}
