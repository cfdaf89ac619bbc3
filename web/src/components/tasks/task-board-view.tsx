import type { RfeView } from "#web/api/rfes.ts";
import type { TaskList } from "#web/api/tasks.ts";
import { LinkButton } from "#web/components/ui/button.tsx";
import { EmptyState } from "#web/components/ui/empty-state.tsx";
import { Stamp } from "#web/components/ui/stamp.tsx";
import { Segment, Segments } from "#web/components/ui/tabs.tsx";
import { plural } from "#web/format.ts";
import { byHeading, filterTasks, type PlacedTask, placeTasks, taskColumns, taskTotals } from "./task-board.ts";
import { TaskCard } from "./task-card.tsx";
import { TaskFilters, type TaskSearch } from "./task-filters.tsx";

function ParseProblems({ list }: { list: TaskList }) {
  if (list.problems.length === 0) return null;
  return (
    <details className="rounded-2 border border-stale-line bg-stale-soft p-3 text-13">
      <summary className="cursor-pointer font-medium text-stale-text">
        {plural(list.problems.length, "line")} of tasks.md could not be read as a task
      </summary>
      <ul className="mt-2 grid gap-1 font-mono text-12">
        {list.problems.map(({ line, text }) => (
          <li key={line} className="[overflow-wrap:anywhere]">
            {line}: {text}
          </li>
        ))}
      </ul>
    </details>
  );
}

interface ShownProps {
  rfe: RfeView;
  shown: readonly PlacedTask[];
  baseSha: string;
}

/** Under the headings of the file, in its order. */
const ByPhase = ({ rfe, shown, baseSha }: ShownProps) =>
  byHeading(shown).map(({ heading, tasks }) => (
    <section key={heading} aria-label={heading} className="grid gap-2 [section+&]:mt-2">
      <h2 className="flex flex-wrap items-baseline gap-2 text-13 tracking-normal [overflow-wrap:anywhere]">
        {heading}
        <span className="text-12 font-normal text-ink-3">
          {tasks.filter(({ column }) => column === "Done").length} of {tasks.length}
        </span>
      </h2>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 sm:grid-cols-2 xl:grid-cols-3">
        {tasks.map((one) => (
          <TaskCard key={one.task.id} rfe={rfe} placed={one} baseSha={baseSha} />
        ))}
      </div>
    </section>
  ));

/** A column for each state. */
const ByState = ({ rfe, shown, baseSha }: ShownProps) => (
  <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 sm:grid-cols-2 xl:grid-cols-4">
    {taskColumns.map((column) => {
      const own = shown.filter((one) => one.column === column);
      return (
        <section key={column} aria-label={column} className="grid min-w-0 gap-2">
          <h2 className="flex items-baseline gap-2 text-13 tracking-normal">
            {column} <span className="text-12 font-normal text-ink-3">{own.length}</span>
          </h2>
          {own.length === 0 && (
            <p className="rounded-3 border border-dashed border-line-2 p-3 text-12 text-ink-3">None</p>
          )}
          {own.map((one) => (
            <TaskCard key={one.task.id} rfe={rfe} placed={one} baseSha={baseSha} />
          ))}
        </section>
      );
    })}
  </div>
);

const all = (old: Record<string, unknown>) => ({ ...old, view: undefined });
const states = (old: Record<string, unknown>) => ({ ...old, view: "state" });

/** Two views of the same tasks. */
const Views = () => (
  <Segments label="View">
    <Segment to="." search={all} activeOptions={{ exact: true, includeSearch: true }}>
      By phase
    </Segment>
    <Segment to="." search={states} activeOptions={{ exact: true, includeSearch: true }}>
      By state
    </Segment>
  </Segments>
);

interface TaskBoardViewProps {
  rfe: RfeView;
  list: TaskList;
  search: TaskSearch;
}

/** tasks.md as a board, by the headings of the file or by state. */
export function TaskBoardView({ rfe, list, search }: TaskBoardViewProps) {
  const placed = placeTasks(list.items);
  const headings = byHeading(placed).map(({ heading }) => heading);
  const status = search.status === "open" || search.status === "done" ? search.status : undefined;
  const shown = filterTasks(placed, { status, heading: search.sprint, q: search.q });
  const { total, done, points, donePoints } = taskTotals(list.items);
  const tasks = { rfe, shown, baseSha: list.commitSha };
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-13 text-ink-2">
        <span>
          <span className="font-medium text-ink">
            {done} of {total}
          </span>{" "}
          tasks
          {points > 0 && ` · ${donePoints} of ${points} points`}
        </span>
        <Stamp sha={list.commitSha} />
        <LinkButton
          size="sm"
          className="ml-auto"
          to="/projects/$project/rfe/$rfe/files"
          params={{ project: rfe.project, rfe: rfe.id }}
          search={{ path: list.path }}
        >
          View tasks.md
        </LinkButton>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <TaskFilters {...search} headings={headings} />
        <Views />
      </div>
      <ParseProblems list={list} />
      {shown.length === 0 && (
        <EmptyState
          title="No task matches"
          action={
            <LinkButton
              to="/projects/$project/rfe/$rfe/tasks"
              params={{ project: rfe.project, rfe: rfe.id }}
              search={{}}
            >
              Clear
            </LinkButton>
          }
        />
      )}
      {shown.length > 0 && (search.view === "state" ? <ByState {...tasks} /> : <ByPhase {...tasks} />)}
    </>
  );
}
