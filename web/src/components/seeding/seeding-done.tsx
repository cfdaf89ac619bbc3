import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
import type { Operation } from "#web/api/operations.ts";
import { summaryQuery } from "#web/api/phases.ts";
import type { RfeView } from "#web/api/rfes.ts";
import type { SeedCheck } from "#web/api/seeding.ts";
import { Card } from "#web/components/ui/card.tsx";
import { Stamp } from "#web/components/ui/stamp.tsx";
import { RelativeTime } from "#web/components/ui/time.tsx";
import { StepLog } from "./seed-steps.tsx";
import { SeedWarnings } from "./seed-warnings.tsx";

/** What the API says when the branch had been there before (guide). */
function existedNote(operation: Operation | undefined, branch: string): string | undefined {
  if (operation?.result?.branchExisted !== true || operation.result.upToDate) return undefined;
  return `Repository seeded successfully. Note: Branch '${branch}' already existed and will be modified by this RFE.`;
}

interface SeedingDoneProps {
  rfe: RfeView;
  check: SeedCheck | undefined;
  operation: Operation | undefined;
  /** The button that starts the next session. */
  start: ReactNode;
  /** Whether the reader has just watched it being seeded: then the next step takes the focus. */
  isNew: boolean;
}

export function SeedingDone({ rfe, check, operation, start, isNew }: SeedingDoneProps) {
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isNew && document.activeElement === document.body) card.current?.querySelector("button")?.focus();
  }, [isNew]);
  const phase = useQuery(summaryQuery({ project: rfe.project, id: rfe.id })).data?.phase ?? "specify";
  const note = existedNote(operation, rfe.branchName) ?? (isNew ? operation?.result?.message : undefined);
  const sha = operation?.result?.commitSha ?? check?.head;
  return (
    <Card
      ref={card}
      aria-labelledby="seeding-title"
      className="flex flex-wrap items-center gap-x-4 gap-y-3 p-4 text-13 text-ink-2"
    >
      <div className="grid flex-[1_1_300px] gap-1">
        <h2 id="seeding-title" className="text-14 text-ink">
          ✓ Spec Repository Seeded
        </h2>
        <p>Your workspace is ready for specification work.</p>
        <p role="status" className="empty:hidden">
          {note}
        </p>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-12">
          <span>
            Current Phase: <span className="font-medium text-ink">{phase}</span>
          </span>
          {sha != null && <Stamp sha={sha} />}
          {operation !== undefined && operation.state === "succeeded" && (
            <span className="text-ink-3">
              <RelativeTime time={operation.updatedAt} /> by {operation.createdBy}
            </span>
          )}
        </div>
      </div>
      {start}
      <SeedWarnings warnings={operation?.result?.warnings ?? []} />
      {operation !== undefined && <StepLog operation={operation} />}
    </Card>
  );
}
