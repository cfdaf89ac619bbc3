import type { Task } from "#web/api/tasks.ts";

export const taskColumns = ["To do", "In progress", "In review", "Done"] as const;
type TaskColumn = (typeof taskColumns)[number];

const ended = new Set(["Completed", "Failed", "Stopped", "Error"]);

export interface PlacedTask {
  task: Task;
  column: TaskColumn;
  /** Open tasks that this one depends on. */
  waitsFor: string[];
  /** The session at work on it, or else the latest one. */
  session: Task["sessions"][number] | undefined;
}

const sessionOf = ({ sessions }: Task) => sessions.find(({ phase }) => !ended.has(phase)) ?? sessions[0];

function columnOf(task: Task, session: PlacedTask["session"]): TaskColumn {
  if (task.done) return "Done";
  if (session === undefined) return "To do";
  if (!ended.has(session.phase)) return "In progress";
  // Its session is through, and the box in tasks.md is still open: a person decides.
  return session.phase === "Completed" ? "In review" : "To do";
}

/** Where each task stands: the box in tasks.md decides, then whether a session works on it. */
export function placeTasks(tasks: readonly Task[]): PlacedTask[] {
  const open = new Set(tasks.filter(({ done }) => !done).map(({ id }) => id));
  return tasks.map((task) => {
    const session = sessionOf(task);
    return { task, column: columnOf(task, session), waitsFor: task.dependsOn.filter((id) => open.has(id)), session };
  });
}

export interface TaskFilter {
  status?: "open" | "done" | undefined;
  /** One heading of the file. */
  heading?: string | undefined;
  q?: string | undefined;
}

export function filterTasks(placed: readonly PlacedTask[], { status, heading, q = "" }: TaskFilter): PlacedTask[] {
  const text = q.trim().toLowerCase();
  return placed.filter(
    ({ task }) =>
      (status === undefined || task.done === (status === "done")) &&
      (heading === undefined || task.phase === heading) &&
      `${task.id} ${task.title} ${task.files.join(" ")}`.toLowerCase().includes(text),
  );
}

/** Tasks under the headings of the file, in its order. */
export function byHeading(placed: readonly PlacedTask[]): { heading: string; tasks: PlacedTask[] }[] {
  return [...Map.groupBy(placed, ({ task }) => task.phase)].map(([heading, tasks]) => ({ heading, tasks }));
}

export function taskTotals(tasks: readonly Task[]) {
  const points = (list: readonly Task[]) => list.reduce((sum, { storyPoints }) => sum + (storyPoints ?? 0), 0);
  const done = tasks.filter((task) => task.done);
  return { total: tasks.length, done: done.length, points: points(tasks), donePoints: points(done) };
}

/** "Task 1: Schema" in the guide's grammar, "T001: Schema" in spec-kit's; without the marks of Markdown. */
export const taskName = ({ id, title }: Pick<Task, "id" | "title">): string =>
  `${/^\d+$/.test(id) ? `Task ${id}` : id}: ${title.replaceAll("`", "")}`;
