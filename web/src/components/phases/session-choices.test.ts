import { expect, it } from "vitest";
import type { RfeView } from "#web/api/rfes.ts";
import { chooseTask, chooseWorkIn, sessionBody, suggestedChoices, toggleWritable } from "./session-choices.ts";

const specs = "https://github.com/myorg/specs";
const backend = "https://github.com/myorg/backend";
const web = "https://github.com/myorg/web";
const rfe: RfeView = {
  id: "rfe-1",
  title: "User Authentication System",
  description: "",
  branchName: "ambient-user-authentication",
  umbrellaRepo: { url: specs, branch: "main" },
  supportingRepos: [
    { url: backend, branch: "main" },
    { url: web, branch: "main" },
  ],
  workspacePath: "",
  jiraLinks: [],
  project: "web",
  createdAt: "2026-11-22T10:00:00Z",
  updatedAt: "2026-11-22T10:00:00Z",
  createdBy: "local",
  can: { edit: true, seed: true, startSession: true, delete: true, manageSecrets: true },
};
const task = { id: "1", title: "Database Schema" };

it("writes specs while specifying, and reads the code only", () => {
  const body = sessionBody("specify", rfe, suggestedChoices("specify", rfe, undefined));

  expect(body.repos?.map(({ input, output }) => [input.url, output?.targetBranch])).toEqual([
    [specs, "ambient-user-authentication"],
    [backend, undefined],
    [web, undefined],
  ]);
  expect(body).toMatchObject({
    mainRepoIndex: 0,
    timeout: 1_800,
    metadata: { rfeWorkflow: "rfe-1", rfePhase: "specify" },
  });
  expect(body).not.toHaveProperty("model");
});

it("writes code in the chosen repository while implementing, and the other way round", () => {
  const choices = chooseWorkIn(suggestedChoices("implement", rfe, task), web);

  const body = sessionBody("implement", rfe, choices);

  expect(body.mainRepoIndex).toBe(2);
  expect(body.repos?.map(({ output }) => output !== undefined)).toEqual([false, false, true]);
  expect(body.prompt).toContain("Implement Task 1: Database Schema from specs/ambient-user-authentication/tasks.md.");
});

it("writes nothing in a review until somebody says so", () => {
  const choices = suggestedChoices("review", rfe, undefined);

  expect(sessionBody("review", rfe, choices).repos?.some(({ output }) => output !== undefined)).toBe(false);
  expect(sessionBody("review", rfe, toggleWritable(choices, specs, true)).repos?.[0]?.output?.url).toBe(specs);
});

it("lets the prompt follow the task until somebody wrote their own", () => {
  const suggested = suggestedChoices("implement", rfe, task);
  const other = { id: "2", title: "Tokens" };

  expect(chooseTask(suggested, "implement", rfe, other).prompt).toContain("Task 2: Tokens");
  expect(chooseTask({ ...suggested, prompt: "Mine.", isSuggested: false }, "implement", rfe, other).prompt).toBe(
    "Mine.",
  );
});

it("sends model, personas and the reason for starting early when they are given", () => {
  const choices = {
    ...suggestedChoices("plan", rfe, undefined),
    model: "opus",
    agents: ["architect"],
    forceReason: "Spike",
  };

  expect(sessionBody("plan", rfe, choices)).toMatchObject({
    model: "opus",
    agents: ["architect"],
    forceReason: "Spike",
  });
});

it("takes the project's time limit, and the guide's where it has none", () => {
  const own = suggestedChoices("plan", rfe, undefined, { timeout: 5_400 });
  const guides = suggestedChoices("plan", rfe, undefined);

  expect([own.minutes, guides.minutes]).toEqual([90, 30]);
  expect(sessionBody("plan", rfe, own).timeout).toBe(5_400);
});
