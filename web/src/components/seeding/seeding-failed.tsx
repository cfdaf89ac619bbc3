import { useEffect, useRef } from "react";
import { type Operation, useOperation } from "#web/api/operations.ts";
import type { RfeView } from "#web/api/rfes.ts";
import { useStartSeed } from "#web/api/seeding.ts";
import { useRfeAddress } from "#web/components/rfe/rfe-address.ts";
import { Button, LinkButton } from "#web/components/ui/button.tsx";
import { Card } from "#web/components/ui/card.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { StepLog } from "./seed-steps.tsx";
import { stepPosition } from "./seeding-state.ts";

const isAccess = (operation: Operation | undefined): boolean =>
  operation?.error?.type === "/problems/push-access-denied";

function remedies(operation: Operation | undefined): string[] {
  const remedy = operation?.error?.remedy;
  if (!Array.isArray(remedy)) return [];
  return remedy.flatMap((one: unknown) =>
    typeof one === "object" && one !== null && "text" in one && typeof one.text === "string" ? [one.text] : [],
  );
}

/** Takes the focus from whoever has just watched it fail, not from those who come later. */
function Reason({ operation, isNew }: { operation: Operation; isNew: boolean }) {
  const reason = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isNew && document.activeElement === document.body) reason.current?.focus();
  }, [isNew]);
  const { at } = stepPosition(operation.steps);
  const step = operation.steps[at - 1];
  return (
    <div ref={reason} role="alert" tabIndex={-1} className="grid gap-1 text-13">
      <p className="text-fail-text">
        <strong className="font-semibold">Seeding failed</strong> at step {at}
        {step !== undefined && ` (${step.title})`}: {operation.error?.error}
      </p>
      {remedies(operation).map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}

/** A seeding that ended without its result: what failed, what to do, and once more with the same inputs. */
export function SeedingFailed({ rfe, op, isNew }: { rfe: RfeView; op: string; isNew: boolean }) {
  const operation = useOperation({ project: rfe.project, op }).data;
  const { change } = useRfeAddress();
  const start = useStartSeed({ project: rfe.project, id: rfe.id });
  const retry = (): void =>
    start.mutate(operation?.request ?? {}, {
      onSuccess: ({ operationId }) => change({ seed: operationId }, true),
    });
  return (
    <Card edge="fail" aria-labelledby="seeding-title" className="grid gap-3 p-4">
      <h2 id="seeding-title" className="text-14">
        ⚠ Spec Repository Not Seeded
      </h2>
      {operation !== undefined && <Reason operation={operation} isNew={isNew} />}
      {start.error !== null && <ProblemNote error={start.error} takesFocus />}
      <div className="flex flex-wrap gap-2 max-sm:*:flex-1">
        <Button
          onClick={() => change({ dialog: "repos" })}
          blocked={rfe.can.edit ? undefined : "Ask for the role edit."}
        >
          Edit Repositories
        </Button>
        <Button
          onClick={() => change({ dialog: "seed", seed: op })}
          blocked={rfe.can.seed ? undefined : "Ask for the role edit."}
        >
          Change sources
        </Button>
        {isAccess(operation) && rfe.can.manageSecrets && (
          <LinkButton
            to="/projects/$project/settings/$tab"
            params={{ project: rfe.project, tab: "secrets" }}
            hash="GIT_TOKEN"
          >
            Replace GIT_TOKEN
          </LinkButton>
        )}
        <Button
          variant="solid"
          busy={start.isPending}
          blocked={rfe.can.seed ? undefined : "Ask for the role edit."}
          onClick={retry}
        >
          Retry seeding
        </Button>
      </div>
      {operation !== undefined && <StepLog operation={operation} />}
    </Card>
  );
}
