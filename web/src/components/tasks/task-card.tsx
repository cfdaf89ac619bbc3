import type { RfeView } from "#web/api/rfes.ts";
import { useTickTask } from "#web/api/tasks.ts";
import { useRfeAddress } from "#web/components/rfe/rfe-address.ts";
import { Badge } from "#web/components/ui/badge.tsx";
import { Button, LinkButton } from "#web/components/ui/button.tsx";
import { Card } from "#web/components/ui/card.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { plural } from "#web/format.ts";
import { type PlacedTask, taskName } from "./task-board.ts";

function Status({ placed }: { placed: PlacedTask }) {
  const { column, session, waitsFor } = placed;
  if (column === "Done") return <Badge tone="ok">Done</Badge>;
  if (column === "In review") return <Badge tone="you">In review</Badge>;
  if (column === "In progress") return <Badge tone="live">{session?.phase ?? "Running"}</Badge>;
  if (session?.phase === "Failed" || session?.phase === "Error") return <Badge tone="fail">Failed</Badge>;
  if (session?.phase === "Stopped") return <Badge>Stopped</Badge>;
  return waitsFor.length > 0 ? <Badge tone="blocked">Needs {waitsFor.join(", ")}</Badge> : null;
}

function Criteria({ task }: Pick<PlacedTask, "task">) {
  const { acceptance, id } = task;
  if (acceptance.length === 0) return null;
  const done = acceptance.filter((criterion) => criterion.done).length;
  return (
    <details className="text-12">
      <summary className="min-h-6 cursor-pointer text-ink-2">
        {done} of {plural(acceptance.length, "criterion", "criteria")}
      </summary>
      <ul className="mt-1 grid gap-1">
        {acceptance.map(({ text, done: isDone }) => (
          <li key={`${id} ${text}`} className="[overflow-wrap:anywhere]">
            <span aria-hidden>{isDone ? "✓" : "○"}</span>
            <span className="sr-only">{isDone ? "met: " : "open: "}</span> {text}
          </li>
        ))}
      </ul>
    </details>
  );
}

interface TaskCardProps {
  rfe: RfeView;
  placed: PlacedTask;
  /** The commit at which the task was read. */
  baseSha: string;
}

/** Whether a task is done is a box in tasks.md; a person ticks it, by a commit. */
function Tick({ rfe, placed, baseSha }: TaskCardProps) {
  const { task, column } = placed;
  const { mutate, isPending, error } = useTickTask({ project: rfe.project, id: rfe.id });
  const name = task.done ? "Open again" : "Mark as done";
  return (
    <>
      <Button
        size="sm"
        variant={column === "In review" ? "solid" : undefined}
        busy={isPending}
        aria-label={`${name}: ${task.id}`}
        onClick={() => mutate({ task: task.id, done: !task.done, baseSha })}
      >
        {name}
      </Button>
      {error !== null && <ProblemNote error={error} takesFocus className="basis-full" />}
    </>
  );
}

/** One task of tasks.md: what it costs, waits for and touches, and a way to have it done. */
export function TaskCard({ rfe, placed, baseSha }: TaskCardProps) {
  const { change } = useRfeAddress();
  const { task, column, session } = placed;
  const id = `task-${task.id}`;
  const facts = [
    task.storyPoints === null ? "" : plural(task.storyPoints, "point"),
    task.story ?? "",
    task.parallel ? "may run in parallel" : "",
    column === "Done" && task.dependsOn.length > 0 ? `after ${task.dependsOn.join(", ")}` : "",
  ].filter((fact) => fact !== "");
  return (
    <Card aria-labelledby={id} className="flex flex-col gap-2 p-3">
      <h3 id={id} className="text-13 leading-normal font-medium tracking-normal [overflow-wrap:anywhere]">
        {taskName(task)}
      </h3>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-12 text-ink-2">
        <Status placed={placed} />
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </div>
      <Criteria task={task} />
      {task.files.length > 0 && (
        <ul className="grid gap-0.5 font-mono text-12 text-ink-2">
          {task.files.map((file) => (
            <li key={file} className="[overflow-wrap:anywhere]">
              {file}
            </li>
          ))}
        </ul>
      )}
      <div className="mt-auto flex flex-wrap gap-2 pt-1 empty:hidden">
        {session !== undefined && (
          <LinkButton
            size="sm"
            to="/projects/$project/sessions/$session"
            params={{ project: rfe.project, session: session.name }}
          >
            View Session
          </LinkButton>
        )}
        {column === "To do" && rfe.can.startSession && (
          <Button
            size="sm"
            aria-label={`Implement this task: ${task.id}`}
            onClick={() => change({ dialog: "start", phase: "implement", task: task.id })}
          >
            Implement this task
          </Button>
        )}
        {rfe.can.edit && column !== "In progress" && <Tick {...{ rfe, placed, baseSha }} />}
      </div>
    </Card>
  );
}
