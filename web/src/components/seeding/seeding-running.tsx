import { useEffect, useRef } from "react";
import { type Operation, useCancelOperation, useOperation } from "#web/api/operations.ts";
import type { RfeView } from "#web/api/rfes.ts";
import { Button } from "#web/components/ui/button.tsx";
import { Card } from "#web/components/ui/card.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { SkeletonRows } from "#web/components/ui/skeleton.tsx";
import { SeedSteps } from "./seed-steps.tsx";
import { stepPosition } from "./seeding-state.ts";

/** Steps 1 to 8, said once each to those who cannot see them. */
function Announcement({ operation }: { operation: Operation }) {
  const { at, of } = stepPosition(operation.steps);
  const title = operation.steps[at - 1]?.title ?? "";
  return (
    <p className="text-13 text-ink-2" role="status">
      Step {at} of {of}: {title}. You can leave this page; it goes on, and you find it again here.
    </p>
  );
}

export function SeedingRunning({ rfe, op }: { rfe: RfeView; op: string }) {
  const key = { project: rfe.project, op };
  const query = useOperation(key);
  const cancel = useCancelOperation(key);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Whoever pressed Seed a moment ago had the focus in a dialog that is gone.
    if (document.activeElement === document.body) title.current?.focus();
  }, []);
  const operation = query.data;
  const blocked =
    operation === undefined || operation.cancellable
      ? undefined
      : "It has begun to push and can no longer be cancelled.";
  return (
    <Card edge="live" aria-labelledby="seeding-title" className="grid gap-3 p-4">
      <h2 id="seeding-title" ref={title} tabIndex={-1} className="text-14">
        Seeding repositories
      </h2>
      {query.error !== null && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {operation === undefined && query.error === null && <SkeletonRows rows={4} label="Loading the steps" />}
      {operation !== undefined && (
        <>
          <Announcement operation={operation} />
          <SeedSteps operation={operation} />
        </>
      )}
      {cancel.error !== null && <ProblemNote error={cancel.error} takesFocus />}
      <div className="flex flex-wrap items-center gap-3 text-12 text-ink-3">
        <span className="flex-1 max-sm:basis-full">Cancel is possible until the first push.</span>
        <Button blocked={blocked} busy={cancel.isPending || cancel.isSuccess} onClick={() => cancel.mutate()}>
          Cancel seeding
        </Button>
      </div>
    </Card>
  );
}
