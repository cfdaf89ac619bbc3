import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { gitIn } from "#test/fakes/source-git.ts";

const kit = fileURLToPath(new URL("../../../kit", import.meta.url));

let root: string;
beforeEach(async () => {
  // Inside a directory of our own, so that what a script might write above itself is ours to see.
  root = join(await mkdtemp(join(tmpdir(), 'kit "scripts" \\ é-')), "repository");
  await mkdir(root);
  await cp(join(kit, "scripts"), join(root, ".specify/scripts"), { recursive: true });
  await cp(join(kit, "templates"), join(root, ".specify/templates"), { recursive: true });
  gitIn(root, "init", "-q", "-b", "team/login");
});
afterEach(() => rm(dirname(root), { recursive: true, force: true }));

function run(script: string, args: string[] = ["--json"], environment: Record<string, string> = {}) {
  const env = { PATH: process.env.PATH ?? "", ...environment };
  return spawnSync(join(root, ".specify/scripts/bash", script), args, { cwd: tmpdir(), env, encoding: "utf8" });
}
const write = async (path: string, text: string): Promise<void> => {
  await mkdir(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
};

test("prints JSON that survives quotes, backslashes and other letters in paths", () => {
  const { stdout } = run("create-new-feature.sh", ["--json"], { SPECIFY_FEATURE: "007-login" });

  expect(JSON.parse(stdout)).toEqual({
    BRANCH_NAME: "007-login",
    SPEC_FILE: join(root, "specs/007-login/spec.md"),
    FEATURE_NUM: "007",
  });
});

test("finds the feature from the directory variable, then the record, then the feature variable, then the branch", async () => {
  const find = (environment: Record<string, string> = {}) =>
    JSON.parse(run("check-prerequisites.sh", ["--json", "--paths-only"], environment).stdout).FEATURE_DIR;
  await mkdir(join(root, "specs/team/login"), { recursive: true });
  await write(".specify/feature.json", '{\n  "feature_directory" : "specs\\/recorded"\n}\n');

  const byDirectory = find({ SPECIFY_FEATURE_DIRECTORY: "specs/told", SPECIFY_FEATURE: "other" });
  const byRecord = find({ SPECIFY_FEATURE: "other" });
  rmSync(join(root, ".specify/feature.json"));
  const byVariable = find({ SPECIFY_FEATURE: "other" });
  const byBranch = find();

  const names = [byDirectory, byRecord, byVariable, byBranch].map((path) => path.slice(join(root, "specs/").length));
  expect(names).toEqual(["told", "recorded", "other", "team/login"]);
});

test("says what to do when no feature is named", () => {
  const { status, stderr } = run("setup-plan.sh");

  expect(status).toBe(1);
  expect(stderr).toContain("Remedy: set SPECIFY_FEATURE_DIRECTORY");
});

test("refuses a feature directory outside the repository", () => {
  const results = ["../x", "specs/../../x", "/etc"].map((SPECIFY_FEATURE_DIRECTORY) =>
    run("create-new-feature.sh", ["--json"], { SPECIFY_FEATURE_DIRECTORY }),
  );

  expect(results.map((result) => result.status)).toEqual([1, 1, 1]);
  expect(existsSync(join(root, "../x"))).toBe(false);
});

test("names the missing file and the command that makes it, step by step", async () => {
  const feature = { SPECIFY_FEATURE: "login" };
  const check = (...args: string[]) => run("check-prerequisites.sh", ["--json", ...args], feature);

  const withoutSpec = check();
  await write("specs/login/spec.md", "# Spec");
  const withoutPlan = check();
  const specOnly = check("--spec-only");
  await write("specs/login/plan.md", "# Plan");
  await write("specs/login/contracts/api.md", "# API");
  const withoutTasks = check("--require-tasks");
  const ready = check();

  expect([withoutSpec, withoutPlan, withoutTasks].map((result) => result.status)).toEqual([1, 1, 1]);
  expect(withoutSpec.stderr).toBe(
    "Error: specs/login/spec.md is missing: this step builds on the specification.\nRemedy: run /speckit.specify first.\n",
  );
  expect(withoutPlan.stderr).toContain("/speckit.plan");
  expect(withoutTasks.stderr).toContain("/speckit.tasks");
  expect(JSON.parse(specOnly.stdout).AVAILABLE_DOCS).toEqual(["spec.md"]);
  expect(JSON.parse(ready.stdout).AVAILABLE_DOCS).toEqual(["spec.md", "plan.md", "contracts/"]);
});

test("copies the templates byte for byte, and never over what is there", async () => {
  const feature = { SPECIFY_FEATURE: "login" };
  const read = (path: string): string => readFileSync(join(root, path), "utf8");

  run("create-new-feature.sh", ["--json", "--short-name", "other", "A description"], feature);
  run("setup-plan.sh", ["--json"], feature);
  const copied = [read("specs/login/spec.md"), read("specs/login/plan.md")];
  await write("specs/login/plan.md", "# Mine");
  run("setup-plan.sh", ["--json"], feature);

  expect(copied).toEqual([read(".specify/templates/spec-template.md"), read(".specify/templates/plan-template.md")]);
  expect(read("specs/login/plan.md")).toBe("# Mine");
});

test("setup-tasks writes nothing: an empty task list would look finished", async () => {
  await write("specs/login/spec.md", "# Spec");
  await write("specs/login/plan.md", "# Plan");

  const { status, stdout } = run("setup-tasks.sh", ["--json"], { SPECIFY_FEATURE: "login" });

  expect(status).toBe(0);
  expect(existsSync(JSON.parse(stdout).TASKS)).toBe(false);
  expect(existsSync(JSON.parse(stdout).TASKS_TEMPLATE)).toBe(true);
});

test("every template has the feature's name as its placeholder, and none counts as an open question", () => {
  const templates = ["spec", "plan", "tasks", "checklist"].map((name) =>
    readFileSync(join(kit, `templates/${name}-template.md`), "utf8"),
  );

  for (const template of templates) {
    expect(template).toContain("[FEATURE NAME]");
    expect(template).not.toContain("[NEEDS CLARIFICATION");
  }
});
