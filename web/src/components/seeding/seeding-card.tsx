import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useRef } from "react";
import { useOperation } from "#web/api/operations.ts";
import type { RfeView } from "#web/api/rfes.ts";
import { type SeedCheck, seedCheckQuery } from "#web/api/seeding.ts";
import { useRfeAddress } from "#web/components/rfe/rfe-address.ts";
import { Button } from "#web/components/ui/button.tsx";
import { Card } from "#web/components/ui/card.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { Skeleton } from "#web/components/ui/skeleton.tsx";
import { SeedingDone } from "./seeding-done.tsx";
import { SeedingFailed } from "./seeding-failed.tsx";
import { SeedingRunning } from "./seeding-running.tsx";
import { seedingLines, seedingState } from "./seeding-state.ts";

const roleReason = "Your role may look, not change; ask for the role edit.";

/** The two buttons of a branch that is not seeded. */
function SeedButtons({ rfe, again = false }: { rfe: RfeView; again?: boolean }) {
  const { change } = useRfeAddress();
  return (
    <div className="flex flex-wrap gap-2 max-sm:*:flex-1">
      <Button blocked={rfe.can.edit ? undefined : roleReason} onClick={() => change({ dialog: "repos" })}>
        Edit Repositories
      </Button>
      <Button
        variant="solid"
        blocked={rfe.can.seed ? undefined : roleReason}
        onClick={() => change({ dialog: "seed" })}
      >
        {again ? "Re-run seeding (adds missing files)" : "Seed Repository"}
      </Button>
    </div>
  );
}

function NotSeeded({ rfe, check, partial }: { rfe: RfeView; check: SeedCheck | undefined; partial: boolean }) {
  return (
    <Card edge="loose" aria-labelledby="seeding-title" className="grid gap-3 p-4">
      <h2 id="seeding-title" className="text-14">
        ⚠ {partial ? "Spec Repository Partly Seeded" : "Spec Repository Not Seeded"}
      </h2>
      <p className="text-13 text-ink-2">This workspace requires repository seeding before you can begin work.</p>
      <div className="grid gap-1 text-13">
        <p>Seeding will:</p>
        <ul className="grid gap-1">
          {seedingLines(rfe.branchName, check).map(({ text, done }) => (
            <li key={text} className="[overflow-wrap:anywhere]">
              {partial && !done ? (
                <>
                  <span className="text-fail-text">✗</span> {text} <span className="text-ink-3">missing</span>
                </>
              ) : (
                `✓ ${text}`
              )}
            </li>
          ))}
        </ul>
      </div>
      <SeedButtons rfe={rfe} again={partial} />
    </Card>
  );
}

const Checking = () => (
  <Card aria-busy className="grid gap-2 p-4">
    <p role="status" className="text-13 text-ink-2">
      Checking repository seeding status...
    </p>
    <Skeleton className="w-2/3" />
    <Skeleton className="w-1/2" />
  </Card>
);

function Unknown({ error, reason, onRetry }: { error: unknown; reason: string; onRetry: () => void }) {
  const title = "It is not known just now whether the repository is seeded";
  if (error !== undefined) return <ProblemNote title={title} error={error} onRetry={onRetry} />;
  return (
    <Card edge="fail" aria-labelledby="seeding-title" className="grid gap-2 p-4 text-13">
      <h2 id="seeding-title" className="text-14">
        {title}
      </h2>
      <p className="text-fail-text">{reason}</p>
      <div>
        <Button size="sm" onClick={onRetry}>
          Retry
        </Button>
      </div>
    </Card>
  );
}

/** Whether the branch is ready to work on, and what to do when it is not. */
export function SeedingCard({ rfe, start }: { rfe: RfeView; start: ReactNode }) {
  const { search } = useRfeAddress();
  const key = { project: rfe.project, id: rfe.id };
  const query = useQuery(seedCheckQuery(key));
  const op = search.seed ?? query.data?.operation?.id ?? "";
  const followed = useOperation({ project: rfe.project, op }).data;
  const own = followed?.workflow === rfe.id ? followed : undefined;
  const state = seedingState({ check: query.data, error: query.error, followed: own });
  const retry = () => void query.refetch();
  const atFirst = useRef(search.seed);
  const isWatched = useRef(false);
  // One that was started here may be over before it was ever seen running.
  if (state.kind === "running" || search.seed !== atFirst.current) isWatched.current = true;
  switch (state.kind) {
    case "checking":
      return <Checking />;
    case "unknown":
      return <Unknown error={state.error} reason={state.reason} onRetry={retry} />;
    case "running":
      return <SeedingRunning rfe={rfe} op={state.op} />;
    case "failed":
      return <SeedingFailed rfe={rfe} op={state.op} isNew={isWatched.current} />;
    case "absent":
    case "partial":
      return <NotSeeded rfe={rfe} check={query.data} partial={state.kind === "partial"} />;
    case "seeded":
      return <SeedingDone rfe={rfe} check={query.data} operation={own} start={start} isNew={isWatched.current} />;
  }
}
