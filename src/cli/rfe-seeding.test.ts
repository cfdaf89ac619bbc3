import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Standalone, startStandalone } from "#composition/standalone.ts";
import { readConfig } from "#config.ts";
import { createClient } from "#http/client.ts";
import { commitTo } from "#test/fakes/bare-repository.ts";
import { fakeKits } from "#test/fakes/kits/kits.ts";
import { memoryTerminal } from "#test/fakes/memory-terminal.ts";
import { removeData } from "#test/fakes/vteam-server.ts";
import { buildProgram } from "./program.ts";
import { runProgram } from "./run-program.ts";

// Checking, previewing, seeding and upgrading as a person does it; each test builds on the one before it.
const branch = "ambient-user-authentication";
let data: string;
let server: Standalone;
let rfe: string;

const bare = (name: string): string => join(data, "git/web", `${name}.git`);

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), "vteam-cli-"));
  const config = { ...readConfig({}), VTEAM_DATA_DIR: data, VTEAM_PORT: 0 };
  server = await startStandalone({ config, version: "0.0.0", log: pino({ level: "silent" }), isDemo: false });
  await vteam("project", "create", "web");
  for (const name of ["specs", "backend", "kit", "empty"]) await vteam("repo", "create", name);
  for (const name of ["specs", "backend"]) await commitTo(bare(name), "main", { "README.md": `# ${name}\n` });
  await commitTo(bare("kit"), "main", fakeKits.F4);
});

afterAll(async () => {
  await server?.close();
  removeData(data);
});

async function vteam(...args: string[]) {
  const memory = memoryTerminal();
  const none = () => Promise.resolve(0);
  const program = buildProgram({
    version: "0.0.0",
    terminal: memory.terminal,
    settings: { url: server.origin },
    localToken: async () => server.token,
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

test("checks an idea before there is an RFE, and names every repository at fault", async () => {
  const idea = ["rfe", "check", "--title", "User Authentication", "--spec-repo", "specs"];

  const fine = await vteam(...idea, "--repo", "backend");
  const wrong = await vteam(...idea, "--repo", "backend@develop", "--repo", "empty");
  const unsaid = await vteam("rfe", "check");

  expect(fine).toMatchObject({ code: 0, out: expect.stringContaining("can be created in 2 of 2 repositories") });
  expect(wrong.code).toBe(1);
  expect(wrong.err).toContain("supportingRepos/0/branch");
  expect(wrong.err).toContain("supportingRepos/1/url");
  expect(unsaid.code).toBe(2);
});

test("tells that an RFE is not seeded, and what seeding would do, without doing it", async () => {
  const created = await vteam(
    "rfe",
    "create",
    "--title",
    "User Authentication",
    "--branch",
    branch,
    "--spec-repo",
    "specs",
    "--repo",
    "backend",
  );
  rfe = /rfe-\d+/.exec(created.out)?.[0] ?? "";

  const preview = await vteam("rfe", "seed", rfe, "--dry-run");
  const check = await vteam("rfe", "check", rfe);

  expect(preview.code, preview.err).toBe(0);
  expect(preview.out).toContain("+ .claude/commands/speckit.plan.md\n");
  expect(preview.out).toMatch(/\d+ added\./);
  expect(preview.out).toContain(`create    ${branch} in ${server.origin}/git/web/backend.git`);
  expect(preview.out.endsWith("Nothing was pushed.\n")).toBe(true);
  expect(check.out).toContain(`${branch} is not seeded yet.`);
});

test("seeds while every repository is watched", async () => {
  const { code, out } = await vteam("rfe", "seed", rfe, "--watch");
  const check = await vteam("rfe", "check", rfe);

  expect(code, out).toBe(0);
  expect(out).toMatch(/✓ Check access to every repository[^\n]*\n {4}✓ [^\n]*specs\.git: Starts from [0-9a-f]{12}/);
  expect(out).toMatch(/✓ Create the feature branch[^\n]*\n {4}✓ [^\n]*backend\.git: Created at [0-9a-f]{12}/);
  expect(check.out).toMatch(/● ambient-user-authentication at [0-9a-f]{7} is seeded\./);
  expect(check.out).toContain("branch exists");
});

test("shows an upgrade to another kit as a diff in which people's edits stay", async () => {
  await commitTo(bare("specs"), branch, { ".specify/templates/spec-template.md": "# Ours\n" });

  const { code, out } = await vteam(
    "rfe",
    "seed",
    rfe,
    "--dry-run",
    "--patch",
    "--kit",
    `${server.origin}/git/web/kit.git`,
    "--kit-version",
    "main",
  );

  expect(code, out).toBe(0);
  expect(out).toMatch(/~ \.claude\/commands\/speckit\.plan\.md {2}\+\d+ -\d+\n {4}@@ /);
  expect(out).toMatch(/! \.specify\/templates\/spec-template\.md {2}\+\d+ -1\n/);
  expect(out).toContain("- .claude/commands/speckit.clarify.md");
  expect(out).toMatch(/spec-kit +builtin 0\.0\.0 → \S+kit\.git [0-9a-f]{7}/);
});

test("says what is in the way, and ends with the exit code of a refusal", async () => {
  await commitTo(bare("specs"), branch, { ".claude": null });
  await commitTo(bare("specs"), branch, { ".claude": { link: "README.md" } });

  const { code, out } = await vteam("rfe", "seed", rfe, "--dry-run");

  expect(code).toBe(1);
  expect(out).toContain("✗ .claude  .claude is a symbolic link");
});

test("can leave the work to the server", async () => {
  const { code, out } = await vteam("rfe", "seed", rfe, "--no-watch");

  expect(code).toBe(0);
  expect(out).toMatch(/^op-[0-9a-z]{20} is seeding ambient-user-authentication\.\n/);
});
