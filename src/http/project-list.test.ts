import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { AppHouse } from "#test/fakes/app-house.ts";
import { commitTo } from "#test/fakes/bare-repository.ts";

let house: AppHouse;
beforeAll(async () => {
  house = await AppHouse.open();
  for (const name of ["busy", "idle"]) await house.call("POST", "/api/projects", { name });
  await house.call("POST", "/api/projects/busy/repositories", { name: "specs" });
  await commitTo(house.bareDirectory("busy", "specs"), "main", { "README.md": "# specs\n" });
});
afterAll(() => house.close());

test("the list of projects says what goes on in each", async () => {
  const P = "/api/projects/busy";
  const umbrellaRepo = { url: house.repositoryUrl("busy", "specs") };
  for (const n of [1, 2]) {
    await house.call("POST", `${P}/rfe-workflows`, { title: "Login", branchName: `ambient-login-${n}`, umbrellaRepo });
    await house.call("POST", `${P}/agentic-sessions`, { prompt: "Go." });
  }
  const { body } = await house.call("GET", `${P}/agentic-sessions`);
  await house.call(
    "DELETE",
    `${P}/rfe-workflows/${(await house.call("GET", `${P}/rfe-workflows`)).body.workflows[0].id}`,
  );
  const stopped = await house.deps.stores.sessions.get({ project: "busy", name: body.items[0].name });
  if (stopped === undefined) throw new Error("the session is gone");
  await house.deps.stores.sessions.update({ ...stopped, status: { ...stopped.status, phase: "Stopped" } });

  // The count follows the store's watch.
  await vi.waitFor(async () =>
    expect((await house.call("GET", "/api/projects")).body.items).toMatchObject([
      { name: "idle", rfes: 0, openSessions: 0 },
      { name: "busy", rfes: 1, openSessions: 1 },
    ]),
  );
});
