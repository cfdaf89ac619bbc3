import { Mark } from "#web/components/ui/badge.tsx";
import { Node } from "#web/components/ui/node.tsx";
import type { RepositoryCheck } from "./repository-checks.ts";

const tones = { ok: "ok", fail: "fail", warn: "stale" } as const;

/** The checks of a repository as they settle; a failed one carries its remedy. */
export function RepositoryCheckList({ checks }: { checks: readonly RepositoryCheck[] }) {
  return (
    <ul aria-label="Checks" className="flex min-h-6 flex-wrap items-center gap-x-4 gap-y-1 text-12">
      {checks.map(({ state, text, remedy }) => (
        <li key={text} className="min-w-0 [overflow-wrap:anywhere]">
          {state === "busy" ? (
            <span className="inline-flex items-center gap-1.25 text-accent-text">
              <Node state="live" bare />
              {text}
            </span>
          ) : (
            <Mark tone={tones[state]}>
              {text}
              {remedy !== undefined && remedy !== "" && <span className="text-ink-2"> {remedy}</span>}
            </Mark>
          )}
        </li>
      ))}
    </ul>
  );
}
