// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { PhaseCardFacts, RfeSummary } from "#web/api/phases.ts";
import type { RfeView } from "#web/api/rfes.ts";
import { TooltipScope } from "#web/components/ui/tooltip.tsx";
import { PhaseCard } from "./phase-card.tsx";
import { phaseMark } from "./phase-status.ts";
import { phaseOrder } from "./phase-texts.ts";

const rfe: RfeView = {
  id: "rfe-1",
  title: "User Authentication System",
  description: "",
  branchName: "ambient-user-authentication",
  umbrellaRepo: { url: "https://github.com/myorg/specs", branch: "main" },
  supportingRepos: [],
  workspacePath: "",
  jiraLinks: [],
  project: "web",
  createdAt: "2026-11-22T10:00:00Z",
  updatedAt: "2026-11-22T10:00:00Z",
  createdBy: "local",
  can: { edit: true, seed: true, startSession: true, delete: true, manageSecrets: true },
};

const facts = (change: Partial<PhaseCardFacts>): PhaseCardFacts => ({
  ...{
    phase: "specify",
    state: "not-started",
    path: null,
    commitSha: null,
    session: null,
    blockedBy: [],
    openQuestions: 0,
  },
  ...change,
});

async function open(change: Partial<PhaseCardFacts>) {
  const card = facts(change);
  const board: RfeSummary = {
    ...{ phase: "specify", status: "not-started", progress: 0, head: null, checkedAt: "2026-11-22T10:00:00Z" },
    ...{ files: { spec: false, plan: false, tasks: false }, tasks: { total: 0, done: 0 }, total_cost_usd: 0 },
    phases: phaseOrder.map((phase) => (phase === card.phase ? card : facts({ phase }))),
    sessions: { running: 0, total: 0 },
  };
  const root = createRootRoute({
    component: () => <PhaseCard {...{ rfe, board, card }} session={undefined} mark={phaseMark(card, undefined)} />,
  });
  const router = createRouter({ routeTree: root, history: createMemoryHistory({ initialEntries: ["/"] }) });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <TooltipScope>
        <RouterProvider router={router as never} />
      </TooltipScope>
    </QueryClientProvider>,
  );
  await screen.findByRole("heading");
}

afterEach(cleanup);

it.each([
  [
    "specify",
    "Specification Phase",
    "Create a detailed specification document for your feature using the /specify command.",
    "Create Specification Session",
  ],
  [
    "plan",
    "Planning Phase",
    "Create a detailed implementation plan based on your specification.",
    "Create Planning Session",
  ],
  [
    "implement",
    "Implementation Phase",
    "Implement the features based on your tasks.md. You can create multiple sessions to tackle different tasks or components.",
    "Create Implementation Session",
  ],
] as const)("says of %s in the guide's words what it is for", async (phase, title, body, button) => {
  await open({ phase });

  expect(screen.getByRole("heading").textContent).toBe(title);
  expect(screen.getByText(body)).toBeTruthy();
  expect(screen.getByText(/^Status:/).parentElement?.textContent).toBe("Status: Not Started");
  expect(screen.getByRole("button", { name: button })).toBeTruthy();
});

it("shows a finished specification in the guide's words, with its document", async () => {
  await open({ state: "completed", path: "specs/x/spec.md", commitSha: "def4561".padEnd(40, "0") });

  expect(screen.getByText(/^Status:/).parentElement?.textContent).toBe("Status: ✓ Completed");
  expect(screen.getByText("Progress: 100%")).toBeTruthy();
  expect(screen.getByText(/spec\.md created/).textContent).toBe("✓ spec.md created");
  expect(screen.getByRole("link", { name: "View Specification" }).getAttribute("href")).toContain("path=");
});

it("keeps the button of a blocked phase in its place and says why", async () => {
  await open({ phase: "plan", state: "blocked", blockedBy: ["specs/x/spec.md"] });

  expect(screen.getByRole("button", { name: "Create Planning Session" }).getAttribute("aria-disabled")).toBe("true");
  expect(screen.getByText("Needs spec.md before a planning session can start.")).toBeTruthy();
  expect(screen.getByRole("button", { name: "More for the Planning Phase" })).toBeTruthy();
});

it("says when a document was made from something older", async () => {
  await open({ phase: "plan", state: "outdated", path: "specs/x/plan.md", commitSha: "9a1c07e".padEnd(40, "0") });

  expect(screen.getByText("Completed, out of date")).toBeTruthy();
  expect(screen.getByText("spec.md changed since this plan.")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Update plan" })).toBeTruthy();
});
