import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseFrontmatter } from "#domain/frontmatter.ts";
import type { Kit } from "#domain/seed-kit.ts";
import { SEED_MANIFEST } from "#domain/seed-manifest.ts";
import { planSeed, type SeedEntry, type SeedPlan } from "#domain/seed-plan.ts";
import { fakeKits, packagedKit } from "#test/fakes/kits/kits.ts";
import { gitIn, makeRepository, writeTree } from "#test/fakes/source-git.ts";
import { assembleKit } from "./assemble-kit.ts";
import { readBuiltinAgents, readBuiltinKit } from "./builtin-kit.ts";

const kitDirectory = fileURLToPath(new URL("../../../kit", import.meta.url));
const BRANCH = "ambient-user-auth";
const SCRIPTS = ".specify/scripts/bash";
const SESSION = { SPECIFY_FEATURE: BRANCH, SPECIFY_FEATURE_DIRECTORY: `specs/${BRANCH}`, GIT_BRANCH_NAME: BRANCH };

async function kitOf(id: string): Promise<Kit> {
  const ours = await readBuiltinKit(kitDirectory, "0.0.0");
  if (id === "F0") return ours;
  const files: Record<string, string> = { ...fakeKits, F8: packagedKit }[id] ?? {};
  const read = async (path: string) => Buffer.from(files[path] ?? "");
  return assembleKit({ paths: Object.keys(files), read, record: { source: id, version: "1" }, warnings: [] }, ours);
}

let root: string;
let repository: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "seeded-tree-"));
  repository = join(root, "specs");
  makeRepository(repository, {
    "README.md": "# Specs\n",
    "specs/001-old/spec.md": "# Old\n",
    "specs/002-old/spec.md": "# Old\n",
  });
  gitIn(repository, "checkout", "-q", "-b", BRANCH);
});
afterEach(() => rm(root, { recursive: true, force: true }));

function existing(): SeedEntry[] {
  const lines = gitIn(repository, "ls-tree", "-r", "HEAD").split("\n");
  return lines.flatMap((line) => {
    const [, mode = "", , sha = "", path = ""] = /^(\d+) (\w+) (\w+)\t(.*)$/.exec(line) ?? [];
    return [{ path, mode, sha, type: "blob" as const }];
  });
}

async function seed(kit: Kit, seeder = "test 1"): Promise<SeedPlan> {
  const agents = await readBuiltinAgents(kitDirectory, "0.0.0");
  const file = join(repository, SEED_MANIFEST);
  const manifestText = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  const plan = planSeed({ branch: BRANCH, kit, agents, existing: existing(), manifestText, seeder });
  for (const { path, content, executable } of plan.writes) {
    if (!content) rmSync(join(repository, path));
    else {
      writeTree(repository, { [path]: content });
      chmodSync(join(repository, path), executable ? 0o755 : 0o644);
    }
  }
  gitIn(repository, "add", "-A", "-f");
  gitIn(repository, "commit", "-q", "--allow-empty", "-m", "seed");
  return plan;
}

/** A clone as a session has it. */
function cloneFresh(): string {
  const clone = join(root, "clone");
  execFileSync("git", ["clone", "-q", "-b", BRANCH, repository, clone]);
  return clone;
}

function run(clone: string, script: string, environment: Record<string, string> = SESSION) {
  const env = { PATH: process.env.PATH ?? "", ...environment };
  return spawnSync(join(clone, SCRIPTS, script), ["--json"], { cwd: clone, env, encoding: "utf8" });
}

const ids = ["F0", ...Object.keys(fakeKits), "F8"];
describe.each(ids)("a branch seeded with kit %s", (id) => {
  test("has commands without placeholders, and every path they name exists", async () => {
    await seed(await kitOf(id));

    const all = gitIn(repository, "ls-files", ".claude", ".specify").split("\n");
    const commands = all.filter((path) => /^\.claude\/(commands|skills)\//.test(path));
    expect(commands.filter((path) => path.startsWith(".claude/commands/speckit.")).length).toBeGreaterThanOrEqual(2);
    for (const path of commands) {
      const text = readFileSync(join(repository, path), "utf8");
      expect(text, path).not.toMatch(/\{SCRIPT\}|\{AGENT_SCRIPT\}|\{ARGS\}|__[A-Z_]+__|\.specify\.specify/);
      expect(text, path).not.toMatch(/(^|[\s`"'(])\/(memory|scripts|templates)\//m);
      for (const [, named = ""] of text.matchAll(/(\.specify\/[\w./-]+\.(?:sh|md))/g))
        expect(all, `${path} names ${named}`).toContain(named);
    }
  });

  test("has scripts that run in a fresh clone, find the feature and never leave the branch", async () => {
    await seed(await kitOf(id));
    const clone = cloneFresh();
    const scripts = readdirSync(join(clone, SCRIPTS)).filter(
      (name) => !["common.sh", "vteam-feature.sh"].includes(name),
    );
    const order = [
      "create-new-feature.sh",
      "setup-plan.sh",
      ...scripts.filter((name) => !/^(create|setup-plan)/.test(name)),
    ];

    const results = order.map((script) => ({ script, ...run(clone, script) }));

    for (const { script, status, stdout, stderr } of results) {
      expect(`${script} ${status} ${stderr}`).toBe(`${script} 0 `);
      expect(JSON.stringify(JSON.parse(stdout))).toContain(`specs/${BRANCH}`);
    }
    expect(gitIn(clone, "symbolic-ref", "HEAD")).toBe(`refs/heads/${BRANCH}`);
    expect(gitIn(clone, "branch", "--format=%(refname:short)")).toBe(BRANCH);
  });

  test("has the right modes, line endings and frontmatter, and aliases that lead somewhere", async () => {
    const kit = await kitOf(id);
    await seed(kit);

    for (const { path, executable, content } of kit.files) {
      expect(statSync(join(repository, path)).mode & 0o777, path).toBe(executable ? 0o755 : 0o644);
      expect(path.endsWith(".sh"), path).toBe(executable);
      expect(Buffer.from(content).includes("\r"), path).toBe(false);
      const text = Buffer.from(content).toString();
      const skill = /Run the skill `([\w-]+)`/.exec(text)?.[1];
      if (skill) expect(existsSync(join(repository, `.claude/skills/${skill}/SKILL.md`))).toBe(true);
      if (path.startsWith(".claude/skills/"))
        expect(parseFrontmatter(text)?.blocks.map((block) => block.key)).toContain("description");
    }
  });

  test("is not written to by a second seed; edits stay, deletions come back", async () => {
    const kit = await kitOf(id);
    const first = await seed(kit);
    const again = await seed(kit);
    writeFileSync(join(repository, ".specify/templates/spec-template.md"), "# Ours now\n");
    rmSync(join(repository, ".specify/templates/plan-template.md"));
    writeFileSync(join(repository, ".specify/memory/constitution.md"), "# Our rules\n");
    gitIn(repository, "commit", "-q", "-a", "-m", "edit");

    const third = await seed(kit);
    const fourth = await seed(kit);

    expect(first.writes.length).toBeGreaterThan(10);
    expect(again.writes).toEqual([]);
    expect({ kept: third.kept, added: third.added, replaced: third.replaced }).toEqual({
      kept: [".specify/templates/spec-template.md"],
      added: [".specify/templates/plan-template.md"],
      replaced: [],
    });
    expect(fourth.writes).toEqual([]);
    expect(readFileSync(join(repository, ".specify/memory/constitution.md"), "utf8")).toBe("# Our rules\n");
  });
});

describe.each(Object.entries(fakeKits))("kit %s as it comes", (_, files) => {
  test("does not work on this branch, or splits the feature: the fixture is real", async () => {
    const scripts = Object.entries(files).filter(([path]) => /^scripts\/(bash\/)?[^/]+\.sh$/.test(path));
    writeTree(
      repository,
      Object.fromEntries(scripts.map(([path, text]) => [`${SCRIPTS}/${path.replace(/.*\//, "")}`, text])),
    );
    gitIn(repository, "add", "-A");
    gitIn(repository, "commit", "-q", "-m", "raw");
    const clone = cloneFresh();

    const planned = run(clone, "setup-plan.sh", {});
    run(clone, "create-new-feature.sh");

    expect(planned.status).not.toBe(0);
    expect(gitIn(clone, "symbolic-ref", "HEAD")).not.toBe(`refs/heads/${BRANCH}`);
  });
});

test("another kit replaces what is unchanged and takes away what it does not have", async () => {
  await seed(await kitOf("F0"));

  const plan = await seed(await kitOf("F7"), "test 2");

  expect(plan.replaced).toContain(".claude/commands/speckit.plan.md");
  expect(plan.removed).toContain(".claude/commands/speckit.clarify.md");
  expect(plan.kept).toEqual([]);
  expect(gitIn(repository, "ls-files", ".claude/commands")).not.toContain("clarify");
});
