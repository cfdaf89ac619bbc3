import type { ReactNode } from "react";
import type { SessionDetail } from "#web/api/sessions.ts";
import { Duration } from "#web/components/ui/time.tsx";
import { costText, countText, durationText } from "#web/format.ts";
import type { LogFacts } from "./session-log.ts";
import { hasEnded, modelName } from "./session-words.ts";

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="flex gap-1.25 px-2 sm:-ml-px sm:border-l sm:border-line sm:px-3">
    <dt className="text-ink-3">{name}</dt>
    <dd className="font-medium text-ink">{children}</dd>
  </div>
);

function tokens({ usage }: SessionDetail["status"]): string | undefined {
  if (usage === undefined) return undefined;
  const cache = usage.cacheRead + usage.cacheWrite;
  return `in ${countText(usage.input)} · out ${countText(usage.output)} · cache ${countText(cache)}`;
}

/** Cost, tokens, turns, time and model, always in sight. The model's account comes when a session ends. */
export function SessionVitals({ session, facts }: { session: SessionDetail; facts: LogFacts }) {
  const { status } = session;
  const isOver = hasEnded(status.phase);
  const unknown = isOver ? "not reported" : "known at the end";
  return (
    // The first of each line has its divider where it is cut off.
    <dl className="-mx-2 flex flex-wrap gap-y-1 overflow-hidden text-12 sm:-mx-3">
      <Fact name="Cost">{status.total_cost_usd === undefined ? unknown : costText(status.total_cost_usd)}</Fact>
      <Fact name="Tokens">{tokens(status) ?? unknown}</Fact>
      <Fact name="Turns">{status.num_turns ?? facts.turns}</Fact>
      <Fact name={isOver ? "Duration" : "Elapsed"}>
        {status.startTime === null ? (
          "not started"
        ) : (
          <>
            <Duration from={status.startTime} to={isOver ? (status.completionTime ?? undefined) : undefined} />{" "}
            <span className="font-normal text-ink-3">
              of {durationText(session.spec.timeout * 1_000).replace(/ 0 [ms]$/, "")}
            </span>
          </>
        )}
      </Fact>
      <Fact name="Model">{modelName(session, facts.model)}</Fact>
    </dl>
  );
}
