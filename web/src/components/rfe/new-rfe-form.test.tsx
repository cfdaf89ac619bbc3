// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { TooltipScope } from "#web/components/ui/tooltip.tsx";
import { NewRfeForm } from "./new-rfe-form.tsx";

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

/** The server as far as the form talks to it; remembers what was created. */
class FakeServer {
  readonly created: { key: string | null; body: unknown }[] = [];
  readonly fetch = vi.fn(async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (pathname.endsWith("/repositories")) return json({ items: [] });
    if (pathname.endsWith("/repo/branches"))
      return json({ branches: [], defaultBranch: "main", canPush: true, state: "ready", nextCursor: null });
    if (pathname.endsWith("/validate")) return json({ valid: true });
    this.created.push({ key: request.headers.get("Idempotency-Key"), body: await request.json() });
    return json({ id: "rfe-1" }, 201);
  });
}

let server: FakeServer;

async function open() {
  const root = createRootRoute();
  const at = (path: string, text: string) => createRoute({ getParentRoute: () => root, path, component: () => text });
  const form = createRoute({
    getParentRoute: () => root,
    path: "/",
    component: () => <NewRfeForm project="web" start={{}} />,
  });
  const router = createRouter({
    routeTree: root.addChildren([
      form,
      at("/projects/$project/rfe/$rfe", "the RFE"),
      at("/projects/$project/rfe", "list"),
    ]),
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <TooltipScope>
        <RouterProvider router={router as never} />
      </TooltipScope>
    </QueryClientProvider>,
  );
  await screen.findByRole("form", { name: "New RFE" });
}

const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name, { exact: true });
const type = (name: string, value: string) => fireEvent.change(field(name), { target: { value } });

beforeEach(() => {
  localStorage.clear();
  server = new FakeServer();
  vi.stubGlobal("fetch", server.fetch);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it("suggests the branch name from the title until somebody edits it, and again after a reset", async () => {
  await open();

  type("Title", "User Authentication System");
  await waitFor(() => expect(field("Branch Name").value).toBe("ambient-user-authentication"));
  type("Branch Name", "ambient-login");
  type("Title", "Something Else");
  expect(field("Branch Name").value).toBe("ambient-login");
  fireEvent.click(screen.getByRole("button", { name: "Reset to suggested" }));

  await waitFor(() => expect(field("Branch Name").value).toBe("ambient-something-else"));
});

it("says every missing field at once, with the focus on the summary, and sends nothing", async () => {
  await open();

  fireEvent.click(screen.getByRole("button", { name: "Create Workspace" }));

  const summary = await screen.findByText("3 fields need a change");
  expect(document.activeElement?.contains(summary)).toBe(true);
  expect(server.created).toEqual([]);
});

it("creates one RFE on a double click and forgets the draft", async () => {
  await open();
  type("Title", "User Authentication System");
  type("Spec Repo URL", "https://github.com/myorg/specs");
  await waitFor(() => expect(field("Branch Name").value).toBe("ambient-user-authentication"));

  const send = screen.getByRole("button", { name: "Create Workspace" });
  fireEvent.click(send);
  fireEvent.click(send);

  expect(await screen.findByText("the RFE")).toBeTruthy();
  expect(new Set(server.created.map(({ key }) => key)).size).toBe(1);
  expect(server.created[0]?.body).toMatchObject({
    branchName: "ambient-user-authentication",
    umbrellaRepo: { url: "https://github.com/myorg/specs" },
  });
  expect(localStorage.getItem("vteam.draft.web.new-rfe")).toBeNull();
});

it("finds the draft again", async () => {
  await open();
  type("Title", "Half a thought");
  await waitFor(() => expect(localStorage.getItem("vteam.draft.web.new-rfe")).toContain("Half a thought"));
  cleanup();

  await open();

  expect(field("Title").value).toBe("Half a thought");
});
