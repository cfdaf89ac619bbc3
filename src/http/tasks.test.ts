import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppHouse } from "#test/fakes/app-house.ts";
import { commitTo, git } from "#test/fakes/bare-repository.ts";

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

  const tick = async (task: string, done: boolean, baseSha?: string) => {
    const sha: string = baseSha ?? (await tasks()).body.commitSha;
    return house.call("PATCH", `${P}/rfe-workflows/${id}/tasks/${task}`, { done, baseSha: sha });
  };
  const doneTasks = async (): Promise<string[]> =>
    (await tasks()).body.items.filter((one: { done: boolean }) => one.done).map((one: { id: string }) => one.id);

  test("ticks a task by one commit of one line, opens it again, and commits nothing for what is so already", async () => {
    const bare = house.bareDirectory("web", "specs");
    const before = await git(bare, "rev-parse", BRANCH);

    const ticked = await tick("T002", true);
    const done = await doneTasks();
    const again = await tick("T002", true);

    expect(ticked.status).toBe(200);
    expect(done).toEqual(["T001", "T002"]);
    expect(again.body).toEqual(ticked.body);
    expect(await git(bare, "rev-parse", `${BRANCH}~1`)).toBe(before);
    expect(await git(bare, "show", "--stat", "--format=%an%n%B", BRANCH)).toContain(
      "vTeam Bot\ndocs: mark T002 as done\n\nBy local.\n",
    );
    expect(await git(bare, "show", "--numstat", "--format=", BRANCH)).toBe(`1\t1\tspecs/${BRANCH}/tasks.md`);
    await tick("T002", false);
    expect(await doneTasks()).toEqual(["T001"]);
  });

  test("builds upon a commit that came in between, but not over another tasks.md", async () => {
    const bare = house.bareDirectory("web", "specs");
    const { commitSha } = (await tasks()).body;
    await commitTo(bare, BRANCH, { "notes.md": "A note.\n" });
    const beside = await tick("T002", true, commitSha);
    await commitTo(bare, BRANCH, { [`specs/${BRANCH}/tasks.md`]: "- [ ] T001 Something else\n" });
    const over = await tick("T001", true, beside.body.commitSha);

    expect(beside.status).toBe(200);
    expect(await git(bare, "show", `${beside.body.commitSha}:notes.md`)).toBe("A note.");
    expect([over.status, over.body.type]).toEqual([409, "/problems/stale-base"]);
    expect(await doneTasks()).toEqual([]);
  });

  test("says which task is not there, and takes no other than a full commit", async () => {
    const missing = await tick("T900", true);
    const short = await tick("T001", true, "abc");
    const viewer = await house.call(
      "PATCH",
      `${P}/rfe-workflows/${id}/tasks/T001`,
      { done: true, baseSha: "0".repeat(40) },
      { authorization: "Bearer viewer" },
    );

    expect([missing.status, missing.body.error]).toEqual([404, `specs/${BRANCH}/tasks.md has no task T900.`]);
    expect([short.status, short.body.type]).toEqual([422, "/problems/invalid-fields"]);
    expect([viewer.status, viewer.body.type]).toEqual([403, "/problems/role-required"]);
  });
});
