import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppHouse } from "#test/fakes/app-house.ts";
import { commitTo } from "#test/fakes/bare-repository.ts";

const P = "/api/projects/web";
const BRANCH = "ambient-user-authentication";

let house: AppHouse;
let rfe: string;

beforeAll(async () => {
  house = await AppHouse.open();
  await house.call("POST", "/api/projects", { name: "web" });
  for (const name of ["specs", "backend"]) {
    await house.call("POST", `${P}/repositories`, { name });
    await commitTo(house.bareDirectory("web", name), "main", { "README.md": `# ${name}\n` });
  }
});
afterAll(() => house.close());

const url = (name: string) => house.repositoryUrl("web", name);

const session = (phase: string, more: object = {}) => ({
  prompt: "Work on it.",
  repos: [
    {
      input: { url: url("specs"), branch: BRANCH },
      output: { url: url("specs"), targetBranch: BRANCH, autoCommit: true },
    },
    { input: { url: url("backend"), branch: BRANCH } },
  ],
  mainRepoIndex: 0,
  model: "claude-sonnet-4-5",
  timeout: 1800,
  metadata: { rfeWorkflow: rfe, rfePhase: phase },
  ...more,
});

describe("the guide's walk over HTTP", () => {
  test("phase 1: creates the workflow and finds the default branch of a repository", async () => {
    const made = await house.call("POST", `${P}/rfe-workflows`, {
      title: "User Authentication System",
      description: "Implement JWT-based authentication with OAuth2 integration...",
      branchName: BRANCH,
      umbrellaRepo: { url: url("specs"), branch: "main" },
      supportingRepos: [{ url: url("backend") }],
      parentOutcome: "RHASTRAT-456",
    });
    rfe = made.body.id;

    expect(made.status).toBe(201);
    expect(made.headers.get("location")).toBe(`${P}/rfe-workflows/${rfe}`);
    expect(made.body).toMatchObject({
      id: expect.stringMatching(/^rfe-\d+$/),
      title: "User Authentication System",
      branchName: BRANCH,
      umbrellaRepo: { url: url("specs"), branch: "main" },
      supportingRepos: [{ url: url("backend"), branch: "main" }],
      parentOutcome: "RHASTRAT-456",
      workspacePath: "",
      createdBy: "local",
      can: { edit: true, seed: true, startSession: true, delete: true, manageSecrets: true },
    });
  });

  test("phase 2: says that nothing is seeded, and refuses the first phase", async () => {
    const check = await house.call("GET", `${P}/rfe-workflows/${rfe}/check-seeding`);
    const early = await house.call("POST", `${P}/agentic-sessions`, session("specify"));

    expect(check.body).toMatchObject({
      isSeeded: false,
      state: "absent",
      specRepo: {
        isSeeded: false,
        details: { claudeExists: false, claudeCommandsExists: false, claudeAgentsExists: false, specifyExists: false },
      },
      supportingRepos: [{ repoURL: url("backend"), branchExists: false }],
    });
    expect(early.status).toBe(409);
    expect(early.body.type).toBe("/problems/phase-blocked");
  });

  test("phase 3: seeds, with the guide's answer, and once more without a change", async () => {
    const first = await house.call("POST", `${P}/rfe-workflows/${rfe}/seed`, {});
    const again = await house.call("POST", `${P}/rfe-workflows/${rfe}/seed`);
    const check = await house.call("GET", `${P}/rfe-workflows/${rfe}/check-seeding`);

    expect(first).toMatchObject({
      status: 200,
      body: {
        status: "completed",
        message: "Repository seeded successfully",
        branchName: BRANCH,
        branchExisted: false,
      },
    });
    expect(again).toMatchObject({ status: 200, body: { upToDate: true, branchExisted: true } });
    expect(check.body).toMatchObject({ isSeeded: true, supportingRepos: [{ branchExists: true }] });
  });

  test("phase 3 without waiting: answers 202 and names the operation, whose stream ends with it", async () => {
    const started = await house.call("POST", `${P}/rfe-workflows/${rfe}/seed`, {}, { prefer: "respond-async" });
    const events = await house.request("GET", `${started.headers.get("location")}/events`);
    const text = await events.text();

    expect(started.status).toBe(202);
    expect(started.body).toMatchObject({ status: "running", operationId: expect.stringMatching(/^op-/) });
    expect(text).toContain("event: operation");
    expect(text.trimEnd().split("\n").at(-1)).toContain('"state":"succeeded"');
  });

  test("shows the seeded branch: files, agents, history, diff and the board", async () => {
    const base = `${P}/rfe-workflows/${rfe}`;
    const [files, agents, history, diff, board] = await Promise.all(
      ["/files?path=.claude&recursive=true", "/agents", "/history?limit=1", "/diff", "/summary"].map((path) =>
        house.call("GET", base + path),
      ),
    );

    expect(files?.body.entries.map((entry: { path: string }) => entry.path)).toContain(
      ".claude/commands/speckit.specify.md",
    );
    expect(agents?.body.agents).toHaveLength(7);
    expect(history?.body.commits[0].message).toContain(`chore: initialize ${BRANCH} with spec-kit and agents`);
    expect(history?.body.nextCursor).toMatch(/^[0-9a-f]{40}-1$/);
    expect(diff?.body.total_added).toBeGreaterThan(0);
    expect(board?.body).toMatchObject({ phase: "specify", status: "not-started", progress: 0 });
  });

  test("phase 4: accepts the session, which waits, stops and is cloned", async () => {
    const made = await house.call("POST", `${P}/agentic-sessions`, session("specify"));
    const path = `${P}/agentic-sessions/${made.body.name}`;
    const stop = await house.call("POST", `${path}/stop`, { reason: "changed my mind" });
    const again = await house.call("POST", `${path}/stop`);
    const clone = await house.call("POST", `${path}/clone`, { prompt: "Again." });

    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name: expect.stringMatching(/^session-[0-9a-hjkmnp-tv-z]{20}$/),
      metadata: { rfeWorkflow: rfe, rfePhase: "specify", project: "web" },
      spec: { mainRepoIndex: 0, model: "claude-sonnet-4-5", timeout: 1800, interactive: false },
      status: { phase: "Pending", startTime: null, completionTime: null, results: null, repos: [] },
    });
    expect([stop.status, again.status]).toEqual([202, 202]);
    expect(clone).toMatchObject({
      status: 201,
      body: { spec: { prompt: "Again." }, metadata: { parentSession: made.body.name, rfePhase: "specify" } },
    });
  });

  test("renders a document of the branch, and moves the board on when it is there", async () => {
    const bare = house.bareDirectory("web", "specs");
    await commitTo(bare, BRANCH, {
      [`specs/${BRANCH}/spec.md`]: "# Login\n\n[NEEDS CLARIFICATION: which provider?]\n",
    });
    const base = `${P}/rfe-workflows/${rfe}`;
    const rendered = await house.call("GET", `${base}/files/rendered?path=specs/${BRANCH}/spec.md`);
    const board = await house.call("GET", `${base}/summary`);
    const list = await house.call("GET", `${P}/rfe-workflows`);

    expect(rendered.body).toMatchObject({
      html: expect.stringContaining("<h1"),
      toc: [{ id: "doc-login", text: "Login", depth: 1 }],
      blobSha: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
    expect(board.body).toMatchObject({ phase: "plan", files: { spec: true, plan: false, tasks: false } });
    expect(board.body.phases[0]).toMatchObject({ path: `specs/${BRANCH}/spec.md`, openQuestions: 1 });
    expect(list.body.workflows[0]).toMatchObject({ id: rfe, sessions: { total: 2, running: 2 } });
  });
});
