import { expect, test } from "vitest";
import { parseFrontmatter } from "./frontmatter.ts";
import { aliasOf, renderCommand, renderScript, renderTemplate, skillOf } from "./spec-kit-render.ts";

const commands = { mode: "commands", flatScripts: false } as const;
const skills = { mode: "skills", flatScripts: false } as const;
const render = (text: string, options: Parameters<typeof renderCommand>[2] = commands): string =>
  renderCommand("x.md", text, options);

test("puts the bash script and the arguments in, and drops what was only for the build", () => {
  const text = render(
    '---\ndescription: d\nscripts:\n  sh: scripts/bash/a.sh "{ARGS}"\n  ps: scripts/powershell/a.ps1\nagent_scripts:\n  sh: scripts/bash/b.sh __AGENT__\nhandoffs:\n  - label: Go\n---\nRun {SCRIPT} and {AGENT_SCRIPT} with {ARGS}.\n',
  );

  expect(text).toBe(
    '---\ndescription: d\nhandoffs:\n  - label: Go\n---\nRun .specify/scripts/bash/a.sh "$ARGUMENTS" and .specify/scripts/bash/b.sh claude with $ARGUMENTS.\n',
  );
});

const paths: [from: string, to: string][] = [
  ["/memory/constitution.md", ".specify/memory/constitution.md"],
  ["see `templates/a.md`", "see `.specify/templates/a.md`"],
  ["(./scripts/bash/a.sh)", "(.specify/scripts/bash/a.sh)"],
  ["../../templates/a.md", ".specify/templates/a.md"],
  [".specify/templates/a.md", ".specify/templates/a.md"],
  ["my-templates/a.md src/scripts/b.sh", "my-templates/a.md src/scripts/b.sh"],
  ["https://example.com/templates/a", "https://example.com/templates/a"],
  ["first\nmemory/a.md", "first\n.specify/memory/a.md"],
];
for (const [from, to] of paths) {
  test(`turns the path in ${JSON.stringify(from)} into ${JSON.stringify(to)}`, () => {
    const text = render(from);

    expect(text).toBe(`${to}\n`);
  });
}

test("names commands the way the kit's mode calls them", () => {
  const text = "Then __SPECKIT_COMMAND_TASKS_TO_ISSUES__ in __CONTEXT_FILE__.\n";

  expect(render(text)).toBe("Then /speckit.tasks.to.issues in CLAUDE.md.\n");
  expect(render(text, skills)).toBe("Then /speckit-tasks-to-issues in CLAUDE.md.\n");
});

for (const left of ["{SCRIPT}", "{AGENT_SCRIPT}", "__SPECKIT_COMMAND_x__"]) {
  test(`refuses a command in which ${left} is left`, () => {
    expect(() => render(`Run ${left}`)).toThrow(expect.objectContaining({ code: "invalid-kit" }));
  });
}

test("puts a dollar sign of a script's arguments in as it is", () => {
  const text = render("---\nscripts:\n  sh: run $& $1 $$\n---\n{SCRIPT}\n");

  expect(text).toBe("run $& $1 $$\n");
});

test("sends flat scripts to where the newer ones are", () => {
  const flat = { mode: "commands", flatScripts: true } as const;

  expect(render("`scripts/a.sh`", flat)).toBe("`.specify/scripts/bash/a.sh`\n");
  expect(renderScript("a.sh", 'cp "$REPO_ROOT/templates/a.md"\r\n', flat)).toBe(
    'cp "$REPO_ROOT/.specify/templates/a.md"\n',
  );
});

test("drops a template's frontmatter that was for the build, and keeps any other", () => {
  const build = renderTemplate(
    "t.md",
    "---\nscripts:\n  sh: scripts/bash/u.sh __AGENT__\n---\n\n# T {SCRIPT}\n",
    commands,
  );
  const own = renderTemplate("t.md", "---\ntitle: T\n---\n# T\n", commands);

  expect(build).toBe("# T .specify/scripts/bash/u.sh claude\n");
  expect(own).toBe("---\ntitle: T\n---\n# T\n");
});

test("leaves a shell variable that looks like a placeholder alone in scripts", () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a shell variable
  const script = renderScript("a.sh", "echo ${ARGS} __SPECKIT_COMMAND_PLAN__\n", skills);

  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a shell variable
  expect(script).toBe("echo ${ARGS} /speckit-plan\n");
});

test("makes a skill that keeps description and handoffs, and a command that leads to it", () => {
  const skill = skillOf("plan", "---\ndescription: Say how\nhandoffs:\n  - label: Go\n---\nDo it.\n");
  const alias = aliasOf("plan", skill);

  expect(parseFrontmatter(skill)?.blocks.map((block) => block.key)).toEqual([
    "name",
    "description",
    "handoffs",
    "user-invocable",
    "disable-model-invocation",
  ]);
  expect(alias).toBe(
    "---\ndescription: Say how\n---\n\nRun the skill `speckit-plan` with these arguments: $ARGUMENTS\n",
  );
});
