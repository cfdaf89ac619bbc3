import type { Operation, OperationStep } from "#web/api/operations.ts";
import { Line, LineItem } from "#web/components/ui/branch-line.tsx";
import type { NodeState } from "#web/components/ui/node.tsx";
import { Duration } from "#web/components/ui/time.tsx";

const nodes: Record<OperationStep["state"], NodeState> = {
  pending: "idle",
  running: "live",
  done: "done",
  skipped: "idle",
  failed: "fail",
};

const stateWords: Record<OperationStep["state"], string> = {
  pending: "waiting",
  running: "running",
  done: "done",
  skipped: "skipped",
  failed: "failed",
};

function StepTime({ step }: { step: OperationStep }) {
  if (step.state === "skipped") return <span>skipped</span>;
  if (step.startedAt === null) return null;
  return <Duration from={step.startedAt} to={step.finishedAt ?? undefined} />;
}

/** The eight steps of a seeding on the branch line: dashed until the push, because nothing is in git before it. */
export function SeedSteps({ operation }: { operation: Operation }) {
  const isIn = operation.state === "succeeded";
  return (
    <Line aria-label="Steps of seeding" className="[--line-x:11px]">
      {operation.steps.map((step) => (
        <LineItem
          key={step.id}
          small
          state={nodes[step.state]}
          edge={isIn ? "solid" : step.state === "running" ? "moving" : "loose"}
          className="pb-2"
        >
          <div className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-2 text-13">
            <span className={step.state === "pending" || step.state === "skipped" ? "text-ink-2" : "font-medium"}>
              {step.title}
              <span className="sr-only">: {stateWords[step.state]}</span>
            </span>
            <span className="text-12 whitespace-nowrap text-ink-3">
              <StepTime step={step} />
            </span>
            {step.detail !== "" && (
              <span
                className={`col-span-full text-12 [overflow-wrap:anywhere] ${step.state === "failed" ? "text-fail-text" : "text-ink-2"}`}
              >
                {step.detail}
              </span>
            )}
          </div>
        </LineItem>
      ))}
    </Line>
  );
}

/** The same steps once it is over, for those who want to know. */
export const StepLog = ({ operation }: { operation: Operation }) => (
  <details className="basis-full text-13">
    <summary className="min-h-6 w-fit cursor-pointer text-ink-2">Log of the eight steps</summary>
    <div className="mt-3">
      <SeedSteps operation={operation} />
    </div>
  </details>
);
