// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import type { RfeView } from "#web/api/rfes.ts";
import type { SeedCheck } from "#web/api/seeding.ts";
import { TooltipScope } from "#web/components/ui/tooltip.tsx";
import { SeedingCard } from "./seeding-card.tsx";

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
const nothing = { claudeExists: false, claudeCommandsExists: false, claudeAgentsExists: false, specifyExists: false };
const check = (change: Partial<SeedCheck>): SeedCheck => ({
  isSeeded: false,
  specRepo: { isSeeded: false, state: "absent", details: nothing },
  supportingRepos: [],
  state: "absent",
  checkedAt: "2026-11-22T10:00:00Z",
  head: null,
  ...change,
});

const step = (id: string, state: string, detail: string) => ({
  ...{ id, title: `Step ${id}`, state, detail },
  startedAt: "2026-11-22T10:00:00Z",
  finishedAt: "2026-11-22T10:00:01Z",
});
const failed = {
  ...{ id: "op-1", kind: "seed", workflow: "rfe-1", state: "failed", cancellable: false, request: {}, result: null },
  ...{ createdAt: "2026-11-22T10:00:00Z", updatedAt: "2026-11-22T10:00:00Z", createdBy: "local" },
  steps: [step("preflight", "failed", "No push access."), step("clone", "skipped", "")],
  error: {
    type: "/problems/push-access-denied",
    title: "No push access",
    status: 403,
    error: "You don't have push access to https://github.com/myorg/specs.",
    remedy: [{ text: "Please fork the repository or use a repository you have write access to." }],
  },
};

async function open(answers: Record<string, unknown>) {
  vi.stubGlobal("fetch", async (input: RequestInfo | URL) => {
    const { pathname } = new URL(new Request(input).url);
    const found = Object.entries(answers).find(([end]) => pathname.endsWith(end))?.[1];
    if (found instanceof Promise) return found;
    const status = found === undefined ? 503 : 200;
    return new Response(JSON.stringify(found ?? {}), { status, headers: { "Content-Type": "application/json" } });
  });
  const root = createRootRoute({
    component: () => <SeedingCard rfe={rfe} start={<button type="button">Create Session to Start Work</button>} />,
  });
  const router = createRouter({ routeTree: root, history: createMemoryHistory({ initialEntries: ["/"] }) });
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <TooltipScope>
        <RouterProvider router={router as never} />
      </TooltipScope>
    </QueryClientProvider>,
  );
}

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it("says that it is checking while it does", async () => {
  await open({ "/check-seeding": new Promise(() => {}) });

  expect(await screen.findByText("Checking repository seeding status...")).toBeTruthy();
});

it("says in the guide's words what seeding will do", async () => {
  await open({ "/check-seeding": check({}) });

  expect((await screen.findByRole("heading")).textContent).toBe("⚠ Spec Repository Not Seeded");
  for (const text of [
    "This workspace requires repository seeding before you can begin work.",
    "Seeding will:",
    "✓ Set up the feature branch 'ambient-user-authentication'",
    "✓ Add Spec-Kit template files and slash commands",
    "✓ Add agent definitions for the RFE council",
    "✓ Create the specs/ambient-user-authentication/ directory",
  ])
    expect(screen.getByText(text)).toBeTruthy();
  expect(screen.getAllByRole("button").map(({ textContent }) => textContent)).toEqual([
    "Edit Repositories",
    "Seed Repository",
  ]);
});

it("ticks what is there already and offers to add the rest", async () => {
  const details = { ...nothing, claudeExists: true, claudeCommandsExists: true, specifyExists: true };
  await open({
    "/check-seeding": check({
      ...{ state: "partial", head: "a".repeat(40) },
      specRepo: { isSeeded: false, state: "partial", details },
    }),
  });

  expect(await screen.findByText("✓ Add Spec-Kit template files and slash commands")).toBeTruthy();
  expect(screen.getAllByText("✗")).toHaveLength(2);
  expect(screen.getByRole("button", { name: "Re-run seeding (adds missing files)" })).toBeTruthy();
});

it("says in the guide's words that the branch is ready", async () => {
  await open({ "/check-seeding": check({ state: "seeded", isSeeded: true, head: "a".repeat(40) }) });

  expect((await screen.findByRole("heading")).textContent).toBe("✓ Spec Repository Seeded");
  expect(screen.getByText("Your workspace is ready for specification work.")).toBeTruthy();
  expect(screen.getByText(/^Current Phase:/).textContent).toBe("Current Phase: specify");
  expect(screen.getByRole("button", { name: "Create Session to Start Work" })).toBeTruthy();
});

it("keeps saying what was left out of a seeding that went on without it", async () => {
  const warning = "agents of https://github.com/myorg/personas does not exist.";
  const result = { status: "completed", message: "Repository seeded successfully", warnings: [warning] };
  await open({
    "/check-seeding": check({ state: "seeded", isSeeded: true, operation: { id: "op-1", state: "succeeded" } }),
    "/operations/op-1": { ...failed, state: "succeeded", error: null, result },
  });

  expect((await screen.findByText(warning)).closest("ul")?.getAttribute("aria-label")).toBe("Warnings");
});

it("tells at which step a seeding failed, why, and what to do", async () => {
  await open({
    "/check-seeding": check({ operation: { id: "op-1", state: "failed" } }),
    "/operations/op-1": failed,
  });

  expect((await screen.findByText("Seeding failed")).parentElement?.textContent).toBe(
    "Seeding failed at step 1 (Step preflight): You don't have push access to https://github.com/myorg/specs.",
  );
  expect(screen.getByText("Please fork the repository or use a repository you have write access to.")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Retry seeding" })).toBeTruthy();
});

it("never says not seeded when the question could not be answered", async () => {
  await open({});

  expect(await screen.findByText("It is not known just now whether the repository is seeded")).toBeTruthy();
  expect(screen.queryByText(/Not Seeded/)).toBeNull();
});
