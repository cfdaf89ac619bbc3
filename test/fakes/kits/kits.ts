import { byBranch, byRecord, byRecordOrBranch, byVariable, type FeatureLookup, scriptsOf } from "./scripts.ts";

/** A source tree as path → text. All of it is invented, in the layout of one generation of kits. */
export type FakeKit = Record<string, string>;

const below = (directory: string, files: Record<string, string>): FakeKit =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${directory}/${name}`, text]));

const TEMPLATES: FakeKit = {
  "templates/spec-template.md": "# Wish: [FEATURE NAME]\n\nSee my-templates/ and src/scripts/ for other things.\n",
  "templates/plan-template.md": "# Way: [FEATURE NAME]\n",
  "templates/tasks-template.md": "# Steps: [FEATURE NAME]\n\n- [ ] T001 Begin\n",
  "templates/vscode-settings.json": "{}\n",
  "docs/about.md": "# About\n",
  "media/picture.svg": "<svg/>\n",
  "scripts/powershell/setup-plan.ps1": "Write-Output nothing\n",
  "README.md": "# An invented kit\n",
  ".specify/memory/constitution.md": "# The kit's own rules, never to be seeded\n",
};

const CONSTITUTION = { "memory/constitution.md": "# Rules of [PROJECT]\n" };
const CONSTITUTION_TEMPLATE = { "templates/constitution-template.md": "# Rules of [PROJECT]\n" };

const scripted = (lookup: FeatureLookup): FakeKit =>
  below("scripts/bash", scriptsOf(lookup, ".specify/templates", "../../.."));

/** A command with a frontmatter that names its script, the way kits have done it for long. */
const command = (description: string, script: string, body: string, extra = ""): string =>
  `---\ndescription: ${description}\n${extra}scripts:\n  sh: scripts/bash/${script} --json "{ARGS}"\n  ps: scripts/powershell/${script} -Json "{ARGS}"\n---\n\n${body}\n`;

const BODY =
  "Given {ARGS}: run `{SCRIPT}`, read /memory/constitution.md and `templates/spec-template.md`, leave my-templates/ and src/scripts/ alone.";

const commandsWith = (body: string, extra = ""): FakeKit => ({
  "templates/commands/specify.md": command("Say what", "create-new-feature.sh", body, extra),
  "templates/commands/plan.md": command("Say how", "setup-plan.sh", body, extra),
  "templates/commands/tasks.md": command("Say in which steps", "check-prerequisites.sh", body, extra),
});

const HANDOFFS = "handoffs:\n  - label: Go on\n    agent: speckit.plan\n    prompt: Go on with the plan.\n";
const AGENT_SCRIPTS = "agent_scripts:\n  sh: scripts/bash/setup-plan.sh __AGENT__\n";

const flat: FakeKit = {
  ...TEMPLATES,
  ...CONSTITUTION,
  ...below("scripts", scriptsOf(byBranch, "templates", "..")),
  "templates/commands/specify.md":
    'Run `scripts/create-new-feature.sh --json "{ARGS}"`, then fill templates/spec-template.md.\n',
  "templates/commands/plan.md": "Run `scripts/setup-plan.sh --json`, mind /memory/constitution.md.\n",
  "templates/commands/tasks.md": "Run `scripts/check-prerequisites.sh`, leave my-templates/ alone. {ARGS}\n",
};
// The oldest scripts lay one level below the root; ours lie three below it, so the fixture asks git for the root.
flat["scripts/common.sh"] = (flat["scripts/common.sh"] ?? "").replace(
  /^REPO_ROOT=.*$/m,
  'REPO_ROOT="$(git rev-parse --show-toplevel)"',
);

/** One kit for each generation of layouts, oldest first. */
export const fakeKits: Record<"F1" | "F2" | "F3" | "F4" | "F5" | "F6" | "F7", FakeKit> = {
  F1: flat,
  F2: {
    ...TEMPLATES,
    ...CONSTITUTION,
    ...scripted(byBranch),
    ...commandsWith(BODY),
    "templates/plan-template.md":
      "---\ndescription: A form\nscripts:\n  sh: scripts/bash/setup-plan.sh __AGENT__\n---\n\n# Way: [FEATURE NAME]\n\nMade by `{SCRIPT}`.\n",
  },
  F3: {
    ...TEMPLATES,
    ...CONSTITUTION,
    ...scripted(byVariable),
    ...commandsWith(`${BODY} Then \`{AGENT_SCRIPT}\` for __AGENT__.`, AGENT_SCRIPTS),
  },
  F4: {
    ...TEMPLATES,
    ...CONSTITUTION_TEMPLATE,
    ...scripted(byVariable),
    ...commandsWith(`${BODY} An executable hook may follow.`, HANDOFFS),
  },
  F5: {
    ...TEMPLATES,
    ...CONSTITUTION_TEMPLATE,
    ...scripted(byVariable),
    ...commandsWith(BODY, HANDOFFS),
    "src/specify_cli/integrations/claude/__init__.py": 'CONFIG = {"commands_subdir": "skills"}\n',
  },
  F6: {
    ...TEMPLATES,
    ...CONSTITUTION_TEMPLATE,
    ...scripted(byRecordOrBranch),
    ...commandsWith(`${BODY} Next: __SPECKIT_COMMAND_TASKS_TO_ISSUES__, in __CONTEXT_FILE__.`, HANDOFFS),
    "templates/tasks-template.md": "# Steps: [FEATURE NAME]\n\nMade by __SPECKIT_COMMAND_TASKS__.\n",
    "scripts/bash/setup-tasks.sh": scriptsOf(byRecordOrBranch, "", "../../..")["check-prerequisites.sh"] ?? "",
  },
  F7: {
    ...TEMPLATES,
    ...CONSTITUTION_TEMPLATE,
    ...scripted(byRecord),
    ...commandsWith(`${BODY} Next: __SPECKIT_COMMAND_TASKS__.`, HANDOFFS),
    ".gitignore": "node_modules\n",
  },
};

/** F8: a kit that comes ready for a project. */
export const packagedKit: FakeKit = {
  ".claude/commands/speckit.plan.md":
    "---\ndescription: Say how\n---\n\nRun `.specify/scripts/bash/setup-plan.sh`. $ARGUMENTS\n",
  ".claude/skills/speckit-tasks/SKILL.md":
    "---\nname: speckit-tasks\ndescription: Say in which steps\n---\n\nGo. $ARGUMENTS\n",
  ".claude/settings.json": '{"hooks":{}}\n',
  ".specify/memory/constitution.md": "# Rules\n",
  ".specify/templates/spec-template.md": "# Wish\n",
  ".specify/templates/plan-template.md": "# Way\n",
  ".specify/feature.json": "{}\n",
  ...below(".specify/scripts/bash", scriptsOf(byVariable, ".specify/templates", "../../..")),
};
