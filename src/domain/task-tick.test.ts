import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTaskList } from "./task-list.ts";
import { tickTask } from "./task-tick.ts";

const specKit = "## Phase 1\n\n- [ ] T001 Schema in `a.sql`\n  - [ ] table created\n- [x] T002 [P] Model\n";
const guide =
  "## Sprint 1\n### Task 1: Schema\n- **Story Points**: 3\n- [x] Table\n- [ ] Migration\n```\n- [ ] no box\n```\n### Task 2: Model\nIn words only.\n";
const doneOf = (text: string | undefined, id: string) =>
  parseTaskList(text ?? "").items.find((one) => one.id === id)?.done;

describe("ticking a task of tasks.md", () => {
  it("changes the box of the task and nothing else", () => {
    const ticked = tickTask(specKit, "T001", true);

    expect(ticked).toBe(specKit.replace("- [ ] T001", "- [x] T001"));
    expect(tickTask(ticked ?? "", "T001", false)).toBe(specKit);
  });

  it("ticks all criteria where they are what tells that a task is done", () => {
    const ticked = tickTask(guide, "1", true);

    expect(ticked).toBe(guide.replace("- [ ] Migration", "- [x] Migration"));
    expect(doneOf(ticked, "1")).toBe(true);
    expect(doneOf(tickTask(ticked ?? "", "1", false), "1")).toBe(false);
  });

  it("gives a task without any box one", () => {
    const ticked = tickTask(guide, "2", true);

    expect(ticked).toContain("### Task 2: Model\n- [x] Done\nIn words only.");
    expect(doneOf(ticked, "2")).toBe(true);
  });

  it("keeps the line endings of the file", () => {
    const windows = specKit.replaceAll("\n", "\r\n");

    expect(tickTask(windows, "T001", true)).toBe(windows.replace("- [ ] T001", "- [x] T001"));
    expect(tickTask(guide.replaceAll("\n", "\r\n"), "2", true)).toContain("\r\n- [x] Done\r\nIn words");
  });

  it("gives the same text back for what is so already, and nothing for a task that is not there", () => {
    expect(tickTask(specKit, "T002", true)).toBe(specKit);
    expect(tickTask(specKit, "T009", true)).toBeUndefined();
    expect(tickTask(guide, "T001", true)).toBeUndefined();
  });

  it("whatever the file holds, changes the state of that task only", () => {
    const line = fc.constantFrom(
      ...["- [ ] T001 One", "- [x] T002 Two", "### Task 1: One", "### Task 2: Two", "- [ ] box", "  - [x] below"],
      ...["## Phase", "```", "- **Story Points**: 3", "words", ""],
    );
    void fc.assert(
      fc.property(fc.array(line, { maxLength: 14 }), fc.boolean(), (lines, done) => {
        const text = lines.join("\n");
        const before = parseTaskList(text).items;
        const ids = before.map(({ id }) => id);
        // The first of two tasks with one name is the one that is meant.
        const unique = ids.filter((id) => ids.indexOf(id) === ids.lastIndexOf(id));
        for (const id of unique) {
          const after = parseTaskList(tickTask(text, id, done) ?? "").items;
          const expected = before.map((task) => [task.id, task.id === id ? done : task.done]);
          expect(after.map((task) => [task.id, task.done])).toEqual(expected);
        }
      }),
    );
  });
});
