import { expect, it, vi } from "vitest";
import { sparingConnections } from "./git-reads.ts";

const base = "http://vteam.test/api/projects/web";

/** A server that answers when told to. */
function hangingServer() {
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  const fetch = sparingConnections(async (input) => {
    asked.push(String(input).slice(base.length));
    await new Promise<void>((resolve) => answers.push(resolve));
    return new Response();
  });
  return { asked, answers, ask: (path: string, init?: RequestInit) => fetch(base + path, init) };
}

it("has at most three reads of git under way, and the next one as soon as one is answered", async () => {
  const { asked, answers, ask } = hangingServer();
  const paths = ["/rfe-workflows", "/rfe-workflows/rfe-1/check-seeding", "/repo/branches?q=main", "/repo/tree"];
  for (const path of paths) void ask(path);
  expect(asked).toEqual(paths.slice(0, 3));

  answers[0]?.();

  await vi.waitFor(() => expect(asked).toEqual(paths));
});

it("keeps nothing else waiting", () => {
  const { asked, ask } = hangingServer();
  for (const name of ["summary", "tasks", "agents"]) void ask(`/rfe-workflows/rfe-1/${name}`);
  const others = ["/rfe-workflows/rfe-1", "/rfe-workflows/rfe-1/sessions?limit=200", "/operations/op-1", "/events"];

  for (const path of others) void ask(path);
  void ask("/rfe-workflows/rfe-1/seed", { method: "POST" });

  expect(asked.slice(3)).toEqual([...others, "/rfe-workflows/rfe-1/seed"]);
});
