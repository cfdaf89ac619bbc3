import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { buildAgentConfig, withoutPrograms } from "./agent-config.ts";

async function makeCheckouts(files: Readonly<Record<string, string>>) {
  const root = await mkdtemp(join(tmpdir(), "vteam-config-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries({ "first/README.md": "", ...files })) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
  const target = join(root, "config");
  const build = () => buildAgentConfig([join(root, "first"), join(root, "second")], target);
  const read = (name: string) => readFile(join(target, ".claude", name), "utf8");
  const list = async () =>
    (await readdir(target, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name)
      .sort();
  return { root, build, read, list };
}

it("takes commands, agents and skills, and names them as the agent does", async () => {
  const scene = await makeCheckouts({
    "first/.claude/commands/speckit.plan.md": "Plan.",
    "first/.claude/commands/team/hello.md": "Hello.",
    "first/.claude/agents/architect.md": "---\nname: architect\n---\nDesign.",
    "first/.claude/skills/speckit-tasks/SKILL.md": "Tasks.",
    "first/.claude/skills/speckit-tasks/helper.sh": "#!/bin/sh\n",
    "second/.claude/commands/other.md": "Other.",
  });

  const config = await scene.build();

  expect(config).toEqual({
    commands: ["speckit.plan", "team:hello", "speckit-tasks"],
    agents: ["architect"],
    refused: [],
  });
  expect(await scene.read("skills/speckit-tasks/helper.sh")).toBe("#!/bin/sh\n");
});

it("takes nothing else of the repository's settings", async () => {
  const scene = await makeCheckouts({
    "first/.claude/settings.json": "{}",
    "first/.claude/hooks/run.sh": "",
    "first/.claude/commands/a.md": "A",
    "first/.mcp.json": "{}",
  });

  await scene.build();

  expect(await scene.list()).toEqual(["a.md"]);
});

it("looks in the next repository when the first has none", async () => {
  const scene = await makeCheckouts({ "second/.claude/commands/other.md": "Other." });

  expect((await scene.build()).commands).toEqual(["other"]);
});

it("follows no link, and says what it left out", async () => {
  const scene = await makeCheckouts({ "first/.claude/commands/a.md": "A", "secret/keys.md": "key" });
  await symlink(join(scene.root, "secret/keys.md"), join(scene.root, "first/.claude/commands/link.md"));
  await symlink(join(scene.root, "secret"), join(scene.root, "first/.claude/skills"));

  const config = await scene.build();

  expect(await scene.list()).toEqual(["a.md"]);
  expect(config.refused).toEqual([
    ".claude/commands/link.md was left out: it is not a regular file.",
    ".claude/skills was left out: it is not a regular file.",
  ]);
});

it("does not take a .claude that is a link", async () => {
  const scene = await makeCheckouts({ "secret/commands/a.md": "A" });
  await symlink(join(scene.root, "secret"), join(scene.root, "first/.claude"));

  expect(await scene.build()).toEqual({ commands: [], agents: [], refused: [] });
});

it("removes what starts programs from the frontmatter, and keeps the rest", () => {
  const text =
    "---\r\ndescription: Plan it\r\nhooks:\r\n  PreToolUse:\r\n    - hooks:\r\n        - command: touch canary\r\n---\r\nBody with hooks: kept\r\n";

  const cleaned = withoutPrograms(text);

  expect(cleaned).toBe("---\ndescription: Plan it\n---\nBody with hooks: kept\r\n");
});

it.each([
  "'hooks': {a: b}",
  '"h\\u006foks": {a: b}',
  "mcpServers: {a: {command: b}}",
  "? hooks\n: {a: b}",
  "x: &a {hooks: {b: c}}\n<<: *a",
])("recognises them however they are written: %s", (frontmatter) => {
  expect(withoutPrograms(`---\n${frontmatter}\nname: n\n---\nBody`)).toMatch(
    /^---\n(x:\n {2}hooks:\n {4}b: c\n)?name: n\n---\nBody$/,
  );
});

it("leaves a file alone that has none of them", () => {
  const text = "---\ndescription:   kept as it is\n---\nBody\n---\nhooks: not frontmatter\n---\n";

  expect(withoutPrograms(text)).toBe(text);
  expect(withoutPrograms("No frontmatter\n---\nhooks: x\n---\n")).toBe("No frontmatter\n---\nhooks: x\n---\n");
});

it("bears frontmatter that is no YAML, unless it may start programs", () => {
  expect(withoutPrograms("---\ndescription: a: b\n---\nBody")).toBe("---\ndescription: a: b\n---\nBody");
  expect(withoutPrograms("---\ndescription: a: b\nhooks: x\n---\nBody")).toBeUndefined();
});
