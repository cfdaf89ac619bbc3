import { expect, it } from "vitest";
import { composePrompt, defaultPrompt } from "./prompt.ts";
import { RunOrder } from "./run-order.ts";
import type { RfePhase } from "./session.ts";

const rfe = {
  title: "User Authentication System",
  description: "JWT-based auth\nand OAuth2 integration",
  branchName: "ambient-user-authentication",
};

function order(phase: RfePhase | undefined, prompt = "Do the work."): RunOrder {
  return RunOrder.parse({
    project: "my-project",
    session: "session-1",
    attempt: 1,
    deadline: "2026-01-01T00:00:00Z",
    spec: { prompt, repos: [], mainRepoIndex: 0, model: "offline-model", timeout: 1800, interactive: false },
    feature: { workflow: "rfe-1", phase, ...rfe, umbrellaUrl: "https://github.com/myorg/specs" },
  });
}

it("asks for a specification with the feature's title and description", () => {
  expect(defaultPrompt("specify", rfe)).toBe(
    "Create a detailed specification for User Authentication System. Use the /specify command to guide the process. The spec should cover: JWT-based auth\nand OAuth2 integration.",
  );
});

it("says the guide's sentences for plan and tasks word for word", () => {
  expect(defaultPrompt("plan", rfe)).toBe(
    "Create a detailed implementation plan in specs/ambient-user-authentication/plan.md. Reference the existing spec.md and use the /plan command to guide the process. Break down the implementation into phases, components, and tasks.",
  );
  expect(defaultPrompt("tasks", rfe)).toBe(
    "Create a tasks breakdown in specs/ambient-user-authentication/tasks.md. Reference plan.md and spec.md. Use the /tasks command. Break the plan into specific, actionable tasks with dependencies, acceptance criteria, and story points.",
  );
});

it.each([
  [{ id: "1", title: "Database Schema" }, "Implement Task 1: Database Schema from specs/"],
  [{ id: "T004", title: "Write the schema" }, "Implement T004: Write the schema from specs/"],
  [undefined, "Implement the first open task from specs/"],
])("names the task to implement: %o", (task, start) => {
  expect(defaultPrompt("implement", rfe, task)).toContain(start);
});

it("starts with the slash command of the phase when the branch has it", () => {
  const prompt = composePrompt(order("plan"), ["speckit.specify", "speckit.plan"], []);

  expect(prompt.startsWith("/speckit.plan Do the work.\n")).toBe(true);
});

it("finds the command of newer kits and of hand-made ones", () => {
  expect(composePrompt(order("specify"), ["speckit-specify"], [])).toMatch(/^\/speckit-specify /);
  expect(composePrompt(order("specify"), ["specify"], [])).toMatch(/^\/specify /);
});

it("sends the prompt as it is when there is no such command, and for implement and review", () => {
  expect(composePrompt(order("plan"), [], [])).toMatch(/^Do the work\./);
  expect(composePrompt(order("implement"), ["speckit.implement"], [])).toMatch(/^Do the work\./);
  expect(composePrompt(order("review"), ["speckit.review"], [])).toMatch(/^Do the work\./);
});

it("keeps a slash command that the person chose", () => {
  expect(composePrompt(order("plan", "/speckit.clarify now"), ["speckit.plan"], [])).toMatch(/^\/speckit\.clarify now/);
});

it("tells the agent the feature and where each repository is, the description last", () => {
  const prompt = composePrompt(
    order("implement"),
    [],
    [
      { url: "https://github.com/myorg/specs", directory: "/w/repos/specs", isReadOnly: true, isMain: false },
      { url: "https://github.com/myorg/backend", directory: "/w/repos/backend", isReadOnly: false, isMain: true },
    ],
  );

  expect(prompt.split("\n")).toEqual([
    "Do the work.",
    "",
    "Feature: User Authentication System",
    "Feature branch: ambient-user-authentication",
    "SPECIFY_FEATURE_DIRECTORY=specs/ambient-user-authentication",
    "Other repository: https://github.com/myorg/specs is in /w/repos/specs (read-only)",
    "Main repository: https://github.com/myorg/backend is the working directory (writable)",
    "Feature description: JWT-based auth",
    "and OAuth2 integration",
  ]);
});

it("adds nothing to a session of its own without repositories", () => {
  const { feature: _, ...alone } = order(undefined);

  expect(composePrompt(alone, [], [])).toBe("Do the work.");
});
