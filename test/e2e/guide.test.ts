import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { git, pushFiles } from "../fakes/git-client.ts";
import { type Answer, type Requester, requester } from "../fakes/http-request.ts";
import { removeData, startVteam, type VteamServer } from "../fakes/vteam-server.ts";

// The guide's walk, phase by phase, with its own bodies; each test builds on the one before it.
const branch = "ambient-user-authentication";
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
const sha = expect.stringMatching(/^[0-9a-f]{40}$/);
const P = "/api/projects/my-project";

let server: VteamServer;
let call: Requester;
let work: string;
let specs: string;
let backend: string;
let workflow: string;

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), "vteam-guide-"));
  server = await startVteam();
  call = requester(server.origin, server.token);
});

afterAll(async () => {
  await server?.stop();
  if (server !== undefined) removeData(server.dataDirectory);
  removeData(work);
});

async function finished(name: string): Promise<Answer["body"]> {
  return vi.waitFor(
    async () => {
      const { body } = await call("GET", `${P}/agentic-sessions/${name}`);
      expect(["Completed", "Failed", "Stopped", "Error"]).toContain(body.status.phase);
      return body;
    },
    { timeout: 60_000, interval: 200 },
  );
}

const writable = (url: string) => ({ input: { url, branch }, output: { url, targetBranch: branch, autoCommit: true } });
const readOnly = (url: string) => ({ input: { url, branch } });

async function documentSession(phase: "specify" | "plan" | "tasks", prompt: string): Promise<Answer["body"]> {
  const created = await call("POST", `${P}/agentic-sessions`, {
    body: {
      prompt,
      repos: [writable(specs), readOnly(backend)],
      mainRepoIndex: 0,
      model: "claude-sonnet-4-5",
      timeout: 1800,
      metadata: { rfeWorkflow: workflow, rfePhase: phase },
    },
  });
  expect(created.status, JSON.stringify(created.body)).toBe(201);
  expect(created.body).toMatchObject({
    name: expect.stringMatching(/^session-[0-9a-hjkmnp-tv-z]{20}$/),
    metadata: {
      project: "my-project",
      labels: { project: "my-project", "rfe-workflow": workflow, "rfe-phase": phase },
    },
    spec: {
      prompt,
      repos: [writable(specs), readOnly(backend)],
      mainRepoIndex: 0,
      model: "claude-sonnet-4-5",
      timeout: 1800,
      interactive: false,
    },
    status: { phase: expect.stringMatching(/Pending|Creating|Running/) },
  });
  return finished(created.body.name);
}

function expectWritten(session: Answer["body"]): void {
  expect(session.status, JSON.stringify(session.status)).toMatchObject({
    phase: "Completed",
    startTime: time,
    completionTime: time,
    results: expect.stringMatching(/\S/),
    repos: [
      { url: specs, pushed: true, commitSha: sha, error: null },
      { url: backend, pushed: false, commitSha: null, error: null },
    ],
  });
}

describe("the guide, with plain HTTP", () => {
  it("sets up a project and two repositories with content", async () => {
    expect((await call("POST", "/api/projects", { body: { name: "my-project" } })).status).toBe(201);
    const [one, two] = [
      await call("POST", `${P}/repositories`, { body: { name: "specs" } }),
      await call("POST", `${P}/repositories`, { body: { name: "backend" } }),
    ];

    specs = one.body.url;
    backend = two.body.url;
    pushFiles(join(work, "specs"), specs, server.token, [{ path: "README.md", content: "# Specs\n" }]);
    pushFiles(join(work, "backend"), backend, server.token, [
      { path: "README.md", content: "# Backend\n\nAccounts and orders.\n" },
      {
        path: "package.json",
        content: '{ "name": "backend", "type": "module", "private": true, "scripts": { "test": "node --test" } }\n',
      },
      { path: "src/server.js", content: 'export const greet = (name) => "hello " + name;\n' },
      {
        path: "tests/server.test.js",
        content:
          'import assert from "node:assert/strict";\nimport test from "node:test";\nimport { greet } from "../src/server.js";\n\ntest("greets", () => assert.equal(greet("x"), "hello x"));\n',
      },
    ]);

    expect(one.status).toBe(201);
    expect(specs).toBe(`${server.origin}/git/my-project/specs.git`);
  });

  it("phase 1: creates the workspace", async () => {
    const body = {
      title: "User Authentication System",
      description:
        "Implement JWT-based authentication with OAuth2 integration, session management and security requirements.",
      branchName: branch,
      umbrellaRepo: { url: specs, branch: "main" },
      supportingRepos: [{ url: backend, branch: "main" }],
      parentOutcome: "RHASTRAT-456",
    };

    const created = await call("POST", `${P}/rfe-workflows`, { body });

    workflow = created.body.id;
    expect(created.status, JSON.stringify(created.body)).toBe(201);
    expect(created.headers.location).toBe(`${P}/rfe-workflows/${workflow}`);
    expect(created.body).toMatchObject({
      ...body,
      id: expect.stringMatching(/^rfe-\d{10}$/),
      createdAt: time,
      workspacePath: "",
      project: "my-project",
    });
    expect((await call("GET", `${P}/rfe-workflows/${workflow}`)).body).toMatchObject(body);
  });

  it("phase 2: checks the seeding and finds none", async () => {
    const checked = await call("GET", `${P}/rfe-workflows/${workflow}/check-seeding`);

    expect(checked.status).toBe(200);
    expect(checked.body).toMatchObject({
      isSeeded: false,
      specRepo: {
        isSeeded: false,
        details: { claudeExists: false, claudeCommandsExists: false, claudeAgentsExists: false, specifyExists: false },
      },
      supportingRepos: [{ repoURL: backend, branchExists: false }],
    });
  });

  it("phase 3: seeds with the guide's answer, and a second time changes nothing", async () => {
    const seeded = await call("POST", `${P}/rfe-workflows/${workflow}/seed`, { body: {} });
    const again = await call("POST", `${P}/rfe-workflows/${workflow}/seed`, { body: {} });
    const checked = await call("GET", `${P}/rfe-workflows/${workflow}/check-seeding`);

    expect(seeded.status, JSON.stringify(seeded.body)).toBe(200);
    expect(seeded.body).toMatchObject({
      status: "completed",
      message: "Repository seeded successfully",
      branchName: branch,
      branchExisted: false,
    });
    expect(again.body).toMatchObject({
      status: "completed",
      message: `Repository seeded successfully. Note: Branch '${branch}' already existed and will be modified by this RFE.`,
      branchExisted: true,
      upToDate: true,
      commitSha: seeded.body.commitSha,
    });
    expect(checked.body).toMatchObject({
      isSeeded: true,
      specRepo: { isSeeded: true },
      supportingRepos: [{ repoURL: backend, branchExists: true }],
    });
  });

  it("phase 4: specifies", async () => {
    const prompt =
      "Create a detailed specification for a user authentication system. Use the /specify command to guide the process. The spec should cover JWT-based auth, OAuth2 integration, session management, and security requirements.";

    expectWritten(await documentSession("specify", prompt));
    expect((await call("GET", `${P}/rfe-workflows/${workflow}/summary`)).body).toMatchObject({
      phase: "plan",
      files: { spec: true, plan: false, tasks: false },
    });
  });

  it("phase 5: plans", async () => {
    const prompt = `Create a detailed implementation plan in specs/${branch}/plan.md. Reference the existing spec.md and use the /plan command to guide the process. Break down the implementation into phases, components, and tasks.`;

    expectWritten(await documentSession("plan", prompt));
  });

  it("phase 6: breaks it into tasks", async () => {
    const prompt = `Create a tasks breakdown in specs/${branch}/tasks.md. Reference plan.md and spec.md. Use the /tasks command. Break the plan into specific, actionable tasks with dependencies, acceptance criteria, and story points.`;

    expectWritten(await documentSession("tasks", prompt));
    expect((await call("GET", `${P}/rfe-workflows/${workflow}/summary`)).body).toMatchObject({
      phase: "implement",
      files: { spec: true, plan: true, tasks: true },
    });
  });

  it("phase 7: implements the first task in the backend, with the specs read-only", async () => {
    const created = await call("POST", `${P}/agentic-sessions`, {
      body: {
        prompt: `Implement Task 1: Database Schema from specs/${branch}/tasks.md. Create migration files and schema definitions in the backend repo.`,
        repos: [readOnly(specs), writable(backend)],
        mainRepoIndex: 1,
        metadata: { rfeWorkflow: workflow, rfePhase: "implement" },
      },
    });
    const session = await finished(created.body.name);

    expect(session.status, JSON.stringify(session.status)).toMatchObject({
      phase: "Completed",
      repos: [
        { url: specs, pushed: false, commitSha: null, error: null },
        { url: backend, pushed: true, commitSha: sha, error: null },
      ],
    });
  });

  it("phase 8: reviews without writing anything", async () => {
    const created = await call("POST", `${P}/agentic-sessions`, {
      body: {
        prompt:
          "Review the authentication implementation. Check for security issues, code quality, test coverage. Create a PR summary highlighting the changes.",
        repos: [readOnly(specs), readOnly(backend)],
        mainRepoIndex: 1,
        metadata: { rfeWorkflow: workflow, rfePhase: "review" },
      },
    });
    const session = await finished(created.body.name);

    expect(session.status, JSON.stringify(session.status)).toMatchObject({
      phase: "Completed",
      repos: [{ pushed: false }, { pushed: false }],
    });
    expect(session.status.results.length).toBeGreaterThan(200);
    expect((await call("GET", `${P}/rfe-workflows/${workflow}/summary`)).body.phase).toBe("review");
  });

  it("leaves on the branches what an ordinary git client expects", () => {
    const [one, two] = [join(work, "specs-clone"), join(work, "backend-clone")];
    git(work, server.token, "clone", "-q", "-b", branch, specs, one);
    git(work, server.token, "clone", "-q", "-b", branch, backend, two);
    const log = (directory: string) =>
      git(directory, undefined, "log", "--reverse", "--format=%an <%ae>|%s", "origin/main..HEAD").trim().split("\n");
    const bot = (subject: string) =>
      expect.stringMatching(new RegExp(`^vTeam Bot <vteam-bot@ambient-code\\.io>\\|${subject}`));

    expect(log(one)).toEqual([
      bot(`chore: initialize ${branch} with spec-kit and agents$`),
      bot("feat: .*specification"),
      bot("feat: .*plan"),
      bot("feat: .*task"),
    ]);
    expect(log(two)).toEqual([bot("feat: ")]);
    for (const path of [
      ".claude/commands/speckit.specify.md",
      ".claude/agents/architect.md",
      ".specify/templates/spec-template.md",
      `specs/${branch}/spec.md`,
      `specs/${branch}/plan.md`,
      `specs/${branch}/tasks.md`,
    ])
      expect(existsSync(join(one, path)), path).toBe(true);
    expect(readFileSync(join(one, `specs/${branch}/spec.md`), "utf8")).toContain("User Authentication System");
    execFileSync("npm", ["test"], { cwd: two, stdio: "pipe" });
  });
});
