import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pushFirstCommit } from "#adapters/git/first-commit.ts";
import { type Standalone, startStandalone } from "#composition/standalone.ts";
import { readConfig } from "#config.ts";
import { seedSteps, seedStepTitles } from "#domain/operation.ts";
import { Secret } from "#domain/secret.ts";
import { createClient } from "#http/client.ts";
import { memoryTerminal } from "#test/fakes/memory-terminal.ts";
import { removeData } from "#test/fakes/vteam-server.ts";
import { buildProgram } from "./program.ts";
import { runProgram } from "./run-program.ts";
import { sampleRfe } from "./sample/sample-rfe.ts";

// The commands against a real server; each test builds on the one before it.
const { title, branchName, description } = sampleRfe;
let data: string;
let server: Standalone;
let rfe: string;
let session: string;

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), "vteam-cli-"));
  const config = { ...readConfig({}), VTEAM_DATA_DIR: data, VTEAM_PORT: 0 };
  server = await startStandalone({ config, version: "0.0.0", log: pino({ level: "silent" }), isDemo: false });
});

afterAll(async () => {
  await server?.close();
  removeData(data);
});

async function vteam(args: string[], { input = "", token = server.token } = {}) {
  const memory = memoryTerminal();
  memory.stdin.end(input);
  const none = () => Promise.resolve(0);
  const program = buildProgram({
    version: "0.0.0",
    terminal: memory.terminal,
    settings: { url: server.origin },
    localToken: async () => token,
    openClient: createClient,
    now: () => new Date(),
    actions: { up: none, demo: none, run: none },
    doctor: {
      dataDirectory: data,
      hasModelKey: false,
      git: async () => "git version 2.50.0",
      sandbox: async () => ({ kind: "none", isConfining: false }),
    },
  });
  const code = await runProgram(program, args, memory.terminal);
  return { code, out: memory.out(), err: memory.err() };
}

function push(url: string, files: { path: string; content: string }[]): Promise<string> {
  const credential = { username: "ada", password: new Secret(server.token) };
  const author = { name: "Ada", email: "ada@example.org" };
  const commit = { branch: "main", files, message: "chore: start", author, time: 1_800_000_000 };
  return pushFirstCommit(server.git, { url, credential }, commit, AbortSignal.timeout(10_000));
}

const json = async (...args: string[]) => JSON.parse((await vteam([...args, "--json"])).out);

describe("project, repo and secret", () => {
  it("creates a project, which from then on need not be named", async () => {
    const created = await vteam(["project", "create", "my-project", "--display-name", "Mine"]);
    const shown = await json("project", "show", "my-project");
    const listed = await vteam(["project", "list"]);

    expect(created).toMatchObject({ code: 0, out: "✓ Project my-project is there.\n" });
    expect(shown).toMatchObject({ name: "my-project", displayName: "Mine" });
    expect(listed.out).toMatch(/NAME +TITLE +CREATED\nmy-project +Mine +just now/);
  });

  it("creates repositories, to which git pushes with the token as password", async () => {
    for (const name of ["specs", "backend"]) {
      const { url } = await json("repo", "create", name);
      await push(url, [{ path: "README.md", content: `# ${name}\n` }]);
    }

    const { items } = await json("repo", "list");
    const shown = await vteam(["repo", "show", "specs"]);
    const missing = await vteam(["repo", "show", "nothing"]);

    expect(items.map(({ name }: { name: string }) => name)).toEqual(["backend", "specs"]);
    expect(shown.out).toContain(`${server.origin}/git/my-project/specs.git`);
    expect(missing).toMatchObject({ code: 5, err: expect.stringContaining("hosts no repository nothing") });
  });

  it("sets a secret from standard input, lists it without its value, and deletes it", async () => {
    const set = await vteam(["secret", "set", "GIT_TOKEN"], { input: "canary-value\n" });
    const listed = await vteam(["secret", "list"]);
    const deleted = await vteam(["secret", "delete", "GIT_TOKEN"]);

    expect(set).toMatchObject({ code: 0, out: "✓ GIT_TOKEN is set.\n" });
    expect(listed.out).toMatch(/GIT_TOKEN +[0-9a-f]{8} +just now/);
    expect(set.out + set.err + listed.out).not.toContain("canary-value");
    expect(deleted.code, deleted.err).toBe(0);
  });
});

describe("rfe", () => {
  it("names every bad field, and creates nothing", async () => {
    const { code, err } = await vteam(["rfe", "create", "--title", "x", "--spec-repo", "specs", "--branch", "main"]);

    expect(code).toBe(1);
    expect(err).toContain('The branch "main"');
    expect((await json("rfe", "list")).workflows).toEqual([]);
  });

  it("creates an RFE in repositories given by name, on a branch made from its title, and seeds it step by step", async () => {
    const args = ["rfe", "create", "--title", title, "--description-file", "-", "--spec-repo", "specs@main"];

    const { code, out } = await vteam([...args, "--repo", "backend", "--seed"], { input: description });

    rfe = /rfe-\d+/.exec(out)?.[0] ?? "";
    const told = seedSteps.map((step) => out.indexOf(seedStepTitles[step]));
    expect(code, out).toBe(0);
    expect(out).toContain(branchName);
    expect(told.every((at, index) => at > (told[index - 1] ?? 0))).toBe(true);
    expect(out).toContain("✓ Repository seeded successfully");
  });

  it("says that nothing was missing when it is seeded again", async () => {
    const { code, out } = await vteam(["rfe", "seed", rfe]);

    expect(code, out).toBe(0);
    expect(out).toContain("nothing was missing");
  });

  it("draws the board, lists and shows the RFE", async () => {
    const board = await vteam(["rfe", "phases", rfe]);
    const listed = await vteam(["rfe", "list"]);
    const shown = await vteam(["rfe", "show", rfe]);

    expect(board.out).toContain("○ specify    not yet");
    expect(board.out).toContain("○ plan       blocked");
    expect(listed.out).toContain(`${rfe}  ${title}`);
    expect(shown.out).toContain(description.split("\n")[0]);
  });
});

describe("session", () => {
  it("refuses a phase whose inputs are missing", async () => {
    const { code, err } = await vteam(["session", "create", "--rfe", rfe, "--phase", "plan"]);

    expect(code).toBe(1);
    expect(err).toContain("✗");
    expect(err).toContain("→");
  });

  it("follows a session to its end", { timeout: 60_000 }, async () => {
    const { code, out } = await vteam(["session", "create", "--rfe", rfe, "--phase", "specify", "--follow"]);

    session = /session-[0-9a-z]{20}/.exec(out)?.[0] ?? "";
    expect(code, out).toBe(0);
    expect(out).toContain("· answering: offline model (no AI)");
    expect(out).toMatch(/▸ Write .*spec\.md/);
    expect(out).toMatch(/◆ specs [0-9a-f]{7} pushed/);
    expect(out).toMatch(/Completed after [\d.]+ s\n$/);
  });

  it("reads its log as NDJSON without gaps, and the same for people", async () => {
    const raw = await vteam(["session", "logs", session, "--json"]);
    const followed = await vteam(["session", "logs", "--follow", session, "--json"]);
    const read = await vteam(["session", "logs", session]);

    const events = raw.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, index) => index + 1));
    expect(events.at(-1).type).toBe("log.end");
    expect(followed.out).toBe(raw.out);
    expect(read.out).toContain("■ completed");
  });

  it("shows and lists it, and the document it wrote", async () => {
    const shown = await vteam(["session", "show", session]);
    const listed = await vteam(["session", "list", "--rfe", rfe, "--state", "Completed"]);
    const document = await vteam(["rfe", "view", rfe, "spec"]);

    expect(shown.out).toContain("offline model (no AI)");
    expect(listed.out).toMatch(new RegExp(`${session} +specify +Completed`));
    expect(document.out).toMatch(/^# Feature Specification: User Authentication System/);
  });

  it("gives it a title, and takes it away again", async () => {
    const { prompt } = (await json("session", "show", session)).spec;
    const named = await vteam(["session", "rename", session, "Sign in"]);
    const listed = await vteam(["session", "list", "--rfe", rfe]);
    const unnamed = await json("session", "rename", session);

    expect(named.out).toBe(`✓ ${session} is called Sign in.\n`);
    expect(listed.out).toMatch(/Sign in\n/);
    expect(unnamed.spec.prompt).toBe(prompt);
    expect(unnamed.spec).not.toHaveProperty("displayName");
  });

  it("stops a clone", { timeout: 60_000 }, async () => {
    const clone = await json("session", "clone", session);

    const stopped = await vteam(["session", "stop", clone.name, "--reason", "a test"]);
    const followed = await vteam(["session", "logs", "--follow", clone.name]);

    expect(stopped.code, stopped.err).toBe(0);
    expect(followed.out).toMatch(/Stopped after|Stopped/);
  });

  it.each([
    [["session", "show", "session-none"], 5, "There is no session session-none"],
    [["rfe", "view", "rfe-1", "spec"], 5, "There is no RFE workflow rfe-1"],
    [["session", "create", "--rfe", "RFE", "--phase", "review", "--repo", "web"], 2, "web is not a repository of"],
  ])("ends `%s` with exit code %d", async (args, expected, sentence) => {
    const { code, err } = await vteam(args.map((arg) => (arg === "RFE" ? rfe : arg)));

    expect(code).toBe(expected);
    expect(err).toContain(sentence);
  });

  it("says that the token is not valid", async () => {
    const { code, err } = await vteam(["project", "list"], { token: "wrong" });

    expect(code).toBe(4);
    expect(err).toContain("The token is not valid here");
  });
});

describe("doctor and the end", () => {
  it("finds that the server answers and takes the token", async () => {
    const { checks } = await json("doctor");

    expect(checks).toContainEqual(expect.objectContaining({ name: "server", state: "ok" }));
  });

  it("deletes what it made, when told yes", async () => {
    const deleted = await vteam(["rfe", "delete", rfe]);
    const refused = await vteam(["repo", "delete", "specs"]);
    const repository = await vteam(["repo", "delete", "specs", "--yes"]);
    const project = await vteam(["project", "delete", "my-project", "--yes"]);

    expect([deleted.code, refused.code, repository.code, project.code]).toEqual([0, 2, 0, 0]);
    expect((await json("project", "list")).items).toEqual([]);
  });
});
