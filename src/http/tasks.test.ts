import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppHouse } from "#test/fakes/app-house.ts";
import { commitTo } from "#test/fakes/bare-repository.ts";

const P = "/api/projects/web";
const BRANCH = "ambient-login";

let house: AppHouse;
let id: string;
const tasks = () => house.call("GET", `${P}/rfe-workflows/${id}/tasks`);

beforeAll(async () => {
  house = await AppHouse.open();
  await house.call("POST", "/api/projects", { name: "web" });
  await house.call("POST", `${P}/repositories`, { name: "specs" });
  await commitTo(house.bareDirectory("web", "specs"), "main", { "README.md": "# specs\n" });
  const repo = { url: house.repositoryUrl("web", "specs") };
  const body = { title: "Login", branchName: BRANCH, umbrellaRepo: repo };
  id = (await house.call("POST", `${P}/rfe-workflows`, body)).body.id;
  await house.call("POST", `${P}/rfe-workflows/${id}/seed`, {});
});
afterAll(() => house.close());

describe("the tasks of an RFE over HTTP", () => {
  test("says that there is no tasks.md before there is one", async () => {
    const answer = await tasks();

    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({
      type: "/problems/no-such-file",
      error: `There is no specs/${BRANCH}/tasks.md on ${BRANCH} yet.`,
    });
  });

  test("reads tasks.md with its details, and names the sessions that work on a task", async () => {
    const directory = `specs/${BRANCH}`;
    await commitTo(house.bareDirectory("web", "specs"), BRANCH, {
      [`${directory}/spec.md`]: "# Spec\n",
      [`${directory}/plan.md`]: "# Plan\n",
      [`${directory}/tasks.md`]:
        "## Phase 1: Base\n\n- [x] T001 Schema in `migrations/001.sql`\n- [ ] T002 [P] [US1] Model (depends on T001)\n  - Story points: 3\n- [] T3 odd\n",
    });
    const url = house.repositoryUrl("web", "specs");
    const session = await house.call("POST", `${P}/agentic-sessions`, {
      prompt: "Implement T002: Model from tasks.md.",
      repos: [{ input: { url, branch: BRANCH }, output: { url, targetBranch: BRANCH, autoCommit: true } }],
      metadata: { rfeWorkflow: id, rfePhase: "implement" },
    });

    const answer = await tasks();

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      path: `${directory}/tasks.md`,
      commitSha: expect.stringMatching(/^[0-9a-f]{40}$/),
      grammar: "spec-kit",
      items: [
        { id: "T001", done: true, story: null, storyPoints: null, files: ["migrations/001.sql"], sessions: [] },
        {
          id: "T002",
          parallel: true,
          story: "US1",
          storyPoints: 3,
          dependsOn: ["T001"],
          sessions: [{ name: session.body.name, phase: "Pending" }],
        },
      ],
      problems: [{ line: 6, text: "- [] T3 odd" }],
    });
  });

  test("hides the tasks of a project from a stranger", async () => {
    const answer = await house.request("GET", `${P}/rfe-workflows/${id}/tasks`, undefined, {
      authorization: "Bearer stranger",
    });

    expect([403, 404]).toContain(answer.status);
  });
});
