// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { useRfeList } from "./rfes.ts";

/** Answers to the list, by project and cursor; what has none is never answered. */
function open(pages: Record<string, { workflows: { id: string }[]; nextCursor: string | null }>) {
  vi.stubGlobal("fetch", (input: string) => {
    const { pathname, searchParams } = new URL(input);
    const page = pages[`${pathname.split("/")[3]} ${searchParams.get("cursor") ?? ""}`.trim()];
    return page === undefined ? new Promise(() => {}) : Promise.resolve(Response.json(page));
  });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queries}>{children}</QueryClientProvider>
  );
  const { result, rerender } = renderHook(({ project }) => useRfeList(project, { phase: "plan" }), {
    wrapper,
    initialProps: { project: "web" },
  });
  return { ids: () => result.current.rfes?.map(({ id }) => id), result, rerender };
}
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it("reads on past pages that hold none of the wanted phase, before it says that there is none", async () => {
  const { ids, result } = open({
    web: { workflows: [], nextCursor: "a" },
    "web a": { workflows: [], nextCursor: "b" },
    "web b": { workflows: [{ id: "rfe-1" }], nextCursor: "c" },
  });

  const seen: unknown[] = [];
  await waitFor(() => {
    seen.push(ids());
    expect(ids()).toEqual(["rfe-1"]);
  });

  expect(seen).not.toContainEqual([]);
  expect(result.current.hasNextPage).toBe(true);
});

it("says that there is none once all pages are read", async () => {
  const { ids } = open({ web: { workflows: [], nextCursor: "a" }, "web a": { workflows: [], nextCursor: null } });

  await waitFor(() => expect(ids()).toEqual([]));
});

it("never shows the list of another project", async () => {
  const { ids, rerender } = open({ web: { workflows: [{ id: "rfe-1" }], nextCursor: null } });
  await waitFor(() => expect(ids()).toEqual(["rfe-1"]));

  rerender({ project: "payments" });

  expect(ids()).toBeUndefined();
});
