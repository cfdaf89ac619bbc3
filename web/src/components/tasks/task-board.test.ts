import { expect, it } from "vitest";
import type { Task } from "#web/api/tasks.ts";
import { byHeading, filterTasks, placeTasks, taskName, taskTotals } from "./task-board.ts";

const task = (id: string, change: Partial<Task> = {}): Task => ({
  id,
  title: `Title of ${id}`,
  phase: "Phase 1",
  parallel: false,
  story: null,
  storyPoints: 2,
  dependsOn: [],
  acceptance: [],
  files: [],
  done: false,
  sessions: [],
  line: 1,
  ...change,
});

it("places tasks by their box first, then by the session that works on them", () => {
  const placed = placeTasks([
    task("T001", { done: true, sessions: [{ name: "s1", phase: "Running" }] }),
    task("T002", { sessions: [{ name: "s2", phase: "Running" }] }),
    task("T003", { sessions: [{ name: "s3", phase: "Failed" }] }),
    task("T004", { sessions: [{ name: "s4", phase: "Completed" }] }),
  ]);

  expect(placed.map(({ column }) => column)).toEqual(["Done", "In progress", "To do", "In review"]);
  expect(placed[2]?.session).toEqual({ name: "s3", phase: "Failed" });
});

it("tells which open tasks a task waits for", () => {
  const placed = placeTasks([
    task("T001", { done: true }),
    task("T002"),
    task("T003", { dependsOn: ["T001", "T002"] }),
  ]);

  expect(placed[2]?.waitsFor).toEqual(["T002"]);
});

it("filters by box, heading and words, also in file names", () => {
  const placed = placeTasks([
    task("T001", { phase: "Base", files: ["src/models/user.js"] }),
    task("T002", { done: true }),
  ]);

  const ids = (filter: Parameters<typeof filterTasks>[1]) => filterTasks(placed, filter).map((p) => p.task.id);

  expect(ids({ q: "USER.js" })).toEqual(["T001"]);
  expect(ids({ status: "done" })).toEqual(["T002"]);
  expect(ids({ heading: "Base", status: "done" })).toEqual([]);
});

it("groups by heading in the order of the file and sums the points", () => {
  const tasks = [task("T001", { done: true }), task("T002", { phase: "Phase 2" }), task("T003")];

  expect(byHeading(placeTasks(tasks)).map(({ heading, tasks }) => [heading, tasks.length])).toEqual([
    ["Phase 1", 2],
    ["Phase 2", 1],
  ]);
  expect(taskTotals(tasks)).toEqual({ total: 3, done: 1, points: 6, donePoints: 2 });
});

it("names a task as its grammar does", () => {
  expect([taskName({ id: "1", title: "Schema" }), taskName({ id: "T001", title: "`Schema`" })]).toEqual([
    "Task 1: Schema",
    "T001: Schema",
  ]);
});
