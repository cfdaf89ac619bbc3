import { useQuery } from "@tanstack/react-query";
import { summaryQuery } from "#web/api/phases.ts";
import type { RfeView } from "#web/api/rfes.ts";
import { tasksQuery } from "#web/api/tasks.ts";
import { TextLink } from "#web/components/ui/button.tsx";
import { Card, CardHeader, CardTitle } from "#web/components/ui/card.tsx";
import { Node } from "#web/components/ui/node.tsx";
import { plural } from "#web/format.ts";
import { type PlacedTask, placeTasks, taskName, taskTotals } from "./task-board.ts";

const SHOWN = 5;

const nodeOf = ({ column, session, waitsFor }: PlacedTask) => {
  if (column === "Done") return "done";
  if (column === "In progress") return "live";
  if (column === "In review") return "you";
  if (session?.phase === "Failed" || session?.phase === "Error") return "fail";
  return waitsFor.length > 0 ? "blocked" : "idle";
};

function asideOf({ column, session, waitsFor, task }: PlacedTask): string {
  if (column === "In progress" || column === "In review") return column;
  if (column === "To do" && (session?.phase === "Failed" || session?.phase === "Error")) return "Failed";
  if (column === "To do" && waitsFor.length > 0) return `Needs ${waitsFor[0]}`;
  return task.storyPoints === null ? "" : plural(task.storyPoints, "point");
}

/** The tasks around the first open one: what was just done, and what comes next. */
function around(placed: readonly PlacedTask[]): readonly PlacedTask[] {
  const open = placed.findIndex(({ column }) => column !== "Done");
  const first = open === -1 ? placed.length - SHOWN : open - 1;
  const start = Math.max(0, Math.min(first, placed.length - SHOWN));
  return placed.slice(start, start + SHOWN);
}

/** Where the tasks stand, beside the phases. Not there before tasks.md is. */
export function TasksCard({ rfe }: { rfe: RfeView }) {
  const key = { project: rfe.project, id: rfe.id };
  const isThere = useQuery(summaryQuery(key)).data?.files.tasks ?? false;
  const data = useQuery({ ...tasksQuery(key), enabled: isThere, retry: false }).data;
  if (data === undefined || data.items.length === 0) return null;
  const placed = placeTasks(data.items);
  const { total, done, points, donePoints } = taskTotals(data.items);
  return (
    <Card aria-labelledby="tasks-title">
      <CardHeader>
        <CardTitle id="tasks-title">Tasks</CardTitle>
        <span className="text-12 text-ink-3">
          {done} of {total}
          {points > 0 && ` · ${donePoints} of ${points} points`}
        </span>
        <TextLink
          className="ml-auto text-12"
          to="/projects/$project/rfe/$rfe/tasks"
          params={{ project: rfe.project, rfe: rfe.id }}
        >
          Board
        </TextLink>
      </CardHeader>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 p-4">
        <div role="img" aria-label={`${done} of ${total} tasks done`} className="flex gap-0.75">
          {placed.map((one) => (
            <span
              key={one.task.id}
              className={`h-2 flex-1 rounded-[2px] ${one.column === "Done" ? "bg-ok" : one.column === "In progress" ? "bg-accent" : "shadow-[inset_0_0_0_1px_var(--line-2)]"}`}
            />
          ))}
        </div>
        <ul className="grid grid-cols-[minmax(0,1fr)] gap-2.5 text-13">
          {around(placed).map((one) => (
            <li key={one.task.id} className="flex min-w-0 items-center gap-2.5">
              <Node state={nodeOf(one)} small />
              <span className="truncate-words" title={taskName(one.task)}>
                {taskName(one.task)}
              </span>
              <span className="ml-auto text-12 whitespace-nowrap text-ink-3">{asideOf(one)}</span>
            </li>
          ))}
        </ul>
      </div>
    </Card>
  );
}
