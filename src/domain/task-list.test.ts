import { describe, expect, it } from "vitest";
import { parseTaskList } from "./task-list.ts";

describe("tasks.md", () => {
  it("reads the spec-kit grammar with marks, files and dependencies", () => {
    const { grammar, items, problems } = parseTaskList(
      "## Phase 1: Setup\n\n- [x] T001 Create migrations/001_users.sql\n- [ ] T002 [P] [US1] User model in `src/models/user.js` (depends on T001)\n",
    );

    expect(grammar).toBe("spec-kit");
    expect(items).toMatchObject([
      { id: "T001", phase: "Phase 1: Setup", done: true, files: ["migrations/001_users.sql"], line: 3 },
      {
        id: "T002",
        parallel: true,
        story: "US1",
        dependsOn: ["T001"],
        files: ["src/models/user.js"],
        done: false,
        title: "User model in `src/models/user.js`",
      },
    ]);
    expect(problems).toEqual([]);
  });

  it("reads the guide's own form and counts a task as done when all its boxes are", () => {
    const { grammar, items } = parseTaskList(
      "# Tasks\n## Sprint 1: Foundation\n### Task 1: Database Schema\n- **Story Points**: 3\n- **Dependencies**: None\n- **Acceptance Criteria**:\n  - [x] Users table created\n  - [ ] Migrations written\n### Task 2: Model\n- **Dependencies**: Task 1\n  - [x] Done\n",
    );

    expect(grammar).toBe("guide");
    expect(items).toMatchObject([
      { id: "1", title: "Database Schema", storyPoints: 3, dependsOn: [], done: false, phase: "Sprint 1: Foundation" },
      { id: "2", dependsOn: ["1"], done: true },
    ]);
  });

  it("reads points, criteria and dependencies below a spec-kit task, until the list ends", () => {
    const { items } = parseTaskList(
      "- [x] T001 Schema\n  - Story points: 3\n  - Acceptance: table created; migrations written\n- [ ] T002 Model\n  - **Story Points**: 5\n  - **Dependencies**: T001\n  - **Acceptance Criteria**:\n    - [x] refuses bad rows\n    - [ ] is tested\n\n**Checkpoint**: done\n  - Story points: 8\n",
    );

    expect(items).toMatchObject([
      {
        done: true,
        storyPoints: 3,
        acceptance: [
          { text: "table created", done: true },
          { text: "migrations written", done: true },
        ],
      },
      {
        id: "T002",
        done: false,
        storyPoints: 5,
        dependsOn: ["T001"],
        acceptance: [
          { text: "refuses bad rows", done: true },
          { text: "is tested", done: false },
        ],
      },
    ]);
  });

  it("reports lines that look like tasks but are not, and skips code fences", () => {
    const { items, problems } = parseTaskList("- [] T1 too short\n```\n- [ ] T001 in a fence\n```\n- [ ] T002\n");

    expect(items).toEqual([]);
    expect(problems.map(({ line }) => line)).toEqual([1, 5]);
  });
});
