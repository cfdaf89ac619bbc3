import { expect, test } from "vitest";
import type { SeedManifest } from "./seed-manifest.ts";
import { seedStatus } from "./seed-status.ts";

const COMMAND = ".claude/commands/speckit.plan.md";
const AGENT = ".claude/agents/ada.md";
const SPECIFY = ".specify/templates/spec-template.md";

const cases: [what: string, paths: string[], state: string][] = [
  ["nothing", ["README.md", "docs/.claude/x.md"], "absent"],
  ["commands, agents and .specify", [COMMAND, AGENT, SPECIFY], "seeded"],
  ["skills instead of commands", [".claude/skills/speckit-plan/SKILL.md", AGENT, SPECIFY], "seeded"],
  ["no agents", [COMMAND, SPECIFY], "partial"],
  ["no commands", [AGENT, SPECIFY], "partial"],
  ["only .specify", [SPECIFY], "partial"],
];
for (const [what, paths, state] of cases) {
  test(`calls a branch with ${what} ${state}`, () => {
    const status = seedStatus(paths);

    expect(status.state).toBe(state);
  });
}

test("gives the guide's four facts", () => {
  const { details } = seedStatus([COMMAND, SPECIFY]);

  expect(details).toEqual({
    claudeExists: true,
    claudeCommandsExists: true,
    claudeAgentsExists: false,
    specifyExists: true,
  });
});

test("calls a branch partial when a seeded file is gone, and names it", () => {
  const entry = { sha256: "x", blob: "x", executable: false };
  const record = { source: "builtin", version: "1" };
  const files = { [COMMAND]: entry, ".claude/commands/speckit.tasks.md": entry };
  const manifest: SeedManifest = { schema: 1, seeder: "vteam 1", specKit: record, agents: record, files };

  const status = seedStatus([COMMAND, AGENT, SPECIFY], manifest);

  expect(status).toMatchObject({ state: "partial", missing: [".claude/commands/speckit.tasks.md"] });
});
