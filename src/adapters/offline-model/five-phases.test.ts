import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { query, type SDKResultMessage } from "@anthropic-ai/claude-agent-sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backendRepository } from "#cli/sample/backend-repository.ts";
import type { SampleFile } from "#cli/sample/sample-file.ts";
import { sampleRfe } from "#cli/sample/sample-rfe.ts";
import { specsRepository } from "#cli/sample/specs-repository.ts";
import { composePrompt, defaultPrompt } from "#domain/prompt.ts";
import { parseTaskList } from "#domain/task-list.ts";
import type { OpenModel } from "#ports/model-endpoint.ts";
import { openOfflineModel } from "./server.ts";

type Phase = "specify" | "plan" | "tasks" | "implement" | "review";

const KIT = new URL("../../../kit/", import.meta.url).pathname;
const { branchName } = sampleRfe;
const root = mkdtempSync(join(tmpdir(), "offline-model-"));
const specs = join(root, "repos/specs");
const backend = join(root, "repos/backend");
const feature = join(specs, "specs", branchName);
let model: OpenModel;

function git(directory: string, ...args: string[]): string {
  const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"];
  return execFileSync("git", [...identity, ...args], { cwd: directory, encoding: "utf8" });
}

function makeRepository(directory: string, files: readonly SampleFile[]): void {
  for (const { path, content } of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  git(directory, "init", "-q", "-b", "main");
  git(directory, "add", "-A");
  git(directory, "commit", "-q", "-m", "start");
  git(directory, "checkout", "-q", "-b", branchName);
}

function promptOf(phase: Phase, isMain: (directory: string) => boolean): string {
  const tasks = existsSync(join(feature, "tasks.md")) ? readFileSync(join(feature, "tasks.md"), "utf8") : "";
  const firstTask = parseTaskList(tasks).items[0];
  const prompt = defaultPrompt(phase, sampleRfe, firstTask);
  const spec = {
    prompt,
    repos: [],
    mainRepoIndex: 0,
    model: "offline-model",
    timeout: 60,
    interactive: false,
  } as const;
  const order = {
    project: "demo",
    session: "session-1",
    attempt: 1,
    deadline: "2030-01-01T00:00:00Z",
    spec: { ...spec, repos: [] },
    feature: {
      ...sampleRfe,
      workflow: "rfe-1",
      phase,
      umbrellaUrl: "http://127.0.0.1:1/git/demo/specs.git",
      bases: [],
    },
  };
  const repositories = [specs, backend].map((directory) => ({
    url: `http://127.0.0.1:1/git/demo/${directory === specs ? "specs" : "backend"}.git`,
    directory,
    isReadOnly: !isMain(directory),
    isMain: isMain(directory),
  }));
  return composePrompt(order, [`speckit.${phase}`], repositories);
}

/** Runs a phase with the real agent, and returns its last message and the tools it used. */
async function play(
  phase: Phase,
  cwd: string,
): Promise<{ result: SDKResultMessage; tools: string[]; failures: string[] }> {
  const home = join(root, "home");
  const tools: string[] = [];
  const failures: string[] = [];
  let result: SDKResultMessage | undefined;
  const conversation = query({
    prompt: promptOf(phase, (directory) => directory === cwd),
    options: {
      cwd,
      model: "offline-model",
      settingSources: ["project"],
      projectConfigRoot: join(root, "config"),
      permissionMode: "acceptEdits",
      permissionPrompts: "none",
      tools: ["Bash", "Read", "Write", "Edit", "Glob", "Grep"],
      allowedTools: ["Bash", `Read(/${join(root, "repos")}/**)`],
      env: {
        PATH: process.env.PATH,
        HOME: home,
        CLAUDE_CONFIG_DIR: join(home, ".claude"),
        TMPDIR: join(root, "tmp"),
        LANG: "C.UTF-8",
        ANTHROPIC_BASE_URL: model.baseUrl,
        ANTHROPIC_API_KEY: model.token.reveal(),
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
        CLAUDE_CODE_DISABLE_AUTO_MEMORY: "1",
        SPECIFY_FEATURE_DIRECTORY: `specs/${branchName}`,
      },
    },
  });
  for await (const message of conversation) {
    if (message.type === "result") result = message;
    if (message.type === "assistant")
      for (const block of message.message.content) if (block.type === "tool_use") tools.push(block.name);
    if (message.type === "user" && Array.isArray(message.message.content))
      for (const block of message.message.content)
        if (block.type === "tool_result" && block.is_error === true) failures.push(JSON.stringify(block.content));
  }
  if (result === undefined) throw new Error("the conversation ended without a result");
  return { result, tools, failures };
}

const textOf = (result: SDKResultMessage): string => (result.subtype === "success" ? result.result : result.subtype);

beforeAll(async () => {
  makeRepository(specs, specsRepository());
  makeRepository(backend, backendRepository());
  for (const part of ["scripts", "templates", "memory"])
    cpSync(join(KIT, part), join(specs, ".specify", part), { recursive: true });
  for (const directory of ["config/.claude/commands", "home/.claude", "tmp"])
    mkdirSync(join(root, directory), { recursive: true });
  for (const name of ["specify", "plan", "tasks"])
    cpSync(join(KIT, `commands/${name}.md`), join(root, `config/.claude/commands/speckit.${name}.md`));
  mkdirSync(feature, { recursive: true });
  git(specs, "add", "-A");
  git(specs, "commit", "-q", "-m", "seed");
  model = await openOfflineModel();
});

afterAll(async () => {
  await model.close();
  rmSync(root, { recursive: true, force: true });
});

/** What a template leaves behind when nobody fills it in. */
const LEFTOVERS = /\[[A-Z][A-Z0-9 _-]+\]|\$ARGUMENTS|NEEDS CLARIFICATION|\{SCRIPT\}|undefined/;
const withoutMarks = (text: string): string => text.replace(/\[(P|US\d+)\]/g, "");

describe("the real agent on the offline model", () => {
  test("writes a specification along the seeded template", async () => {
    const { result, failures } = await play("specify", specs);

    const text = readFileSync(join(feature, "spec.md"), "utf8");
    expect(failures.filter((failure) => !failure.includes("does not exist"))).toEqual([]);
    expect(textOf(result)).toContain(`Created specification file: specs/${branchName}/spec.md`);
    expect(text).toContain("# Feature Specification: User Authentication System");
    expect(text).toMatch(/FR-001.*MUST/);
    expect(text).toMatch(/Given.*When.*Then/i);
    expect(text).not.toMatch(LEFTOVERS);
  });

  test("plans against the backend repository as it is", async () => {
    const { result } = await play("plan", specs);

    const text = readFileSync(join(feature, "plan.md"), "utf8");
    expect(textOf(result)).toContain("Created implementation plan");
    expect(text).toContain("JavaScript on Node.js >=20");
    expect(text).toContain("migrations/000_create_notes_table.sql");
    expect(text).not.toMatch(LEFTOVERS);
  });

  test("breaks the plan into tasks that parse, the database schema first", async () => {
    const { result } = await play("tasks", specs);

    const text = readFileSync(join(feature, "tasks.md"), "utf8");
    const list = parseTaskList(text);
    expect(textOf(result)).toContain("Created task breakdown");
    expect(list.problems).toEqual([]);
    expect(list.items[0]?.title).toMatch(/^Database schema/);
    expect(list.items.length).toBeGreaterThan(5);
    expect(withoutMarks(text)).not.toMatch(LEFTOVERS);
  });

  test("implements the first task so that the repository's tests pass", async () => {
    const { result, failures } = await play("implement", backend);

    const output = execFileSync("npm", ["test"], {
      cwd: backend,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    expect(failures).toEqual([]);
    expect(textOf(result)).toContain("✓ `npm test` passes");
    expect(output).toMatch(/fail 0/);
    expect(readdirSync(join(backend, "migrations"))).toContain("001_create_users_table.sql");
    expect(readFileSync(join(backend, "CHANGELOG.md"), "utf8")).toContain(
      "- Database schema: users, oauth_providers, sessions",
    );
  });

  test("reviews the branch and writes nothing", async () => {
    git(backend, "add", "-A");
    git(backend, "commit", "-q", "-m", "feat: implement the database schema");

    const { result, tools } = await play("review", backend);

    expect(tools).not.toContain("Write");
    expect(textOf(result)).toContain("**Title**: feat: User Authentication System");
    expect(textOf(result)).toContain("`npm test` passes");
    expect(textOf(result)).toContain("feat: implement the database schema");
    expect(git(backend, "status", "--porcelain")).toBe("");
  });
});
