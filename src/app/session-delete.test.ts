import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SessionPhase } from "#domain/session.ts";
import { AppHouse } from "#test/fakes/app-house.ts";

const P = "/api/projects/web";

let house: AppHouse;
beforeAll(async () => {
  house = await AppHouse.open();
  await house.call("POST", "/api/projects", { name: "web" });
});
afterAll(() => house.close());

const start = async (): Promise<string> =>
  (await house.call("POST", `${P}/agentic-sessions`, { prompt: "Go." })).body.name;

/** What the controller does when it sees a stop. */
async function endWhenStopped(name: string, phase: SessionPhase): Promise<void> {
  const { sessions } = house.deps.stores;
  for await (const { object } of sessions.watch({ project: "web" }, AbortSignal.timeout(5_000))) {
    if (object.metadata.name !== name || object.spec.stop === undefined) continue;
    await sessions.update({ ...object, status: { ...object.status, phase } });
    return;
  }
}

describe("deleting a session", () => {
  test("stops a running one first, and takes its log along", async () => {
    const name = await start();
    await house.deps.events.append({ project: "web", name }, 1, { type: "user.message", payload: { text: "Go." } });
    const ending = endWhenStopped(name, "Stopped");
    const answer = await house.call("DELETE", `${P}/agentic-sessions/${name}`);
    await ending;
    const log = await house.deps.events.read({ project: "web", name }, 0, 10);

    expect(answer.status).toBe(204);
    expect((await house.call("GET", `${P}/agentic-sessions/${name}`)).status).toBe(404);
    expect(log.events).toEqual([]);
  });

  test("keeps a project whose sessions have not ended", async () => {
    const name = await start();
    const refused = await house.call("DELETE", `${P}?confirm=web`);
    const session = await house.deps.stores.sessions.get({ project: "web", name });

    expect([refused.status, refused.body.type]).toEqual([409, "/problems/project-not-empty"]);
    expect(session).toBeDefined();
  });

  test("refuses to stop or rename what it must not", async () => {
    const name = await start();
    const path = `${P}/agentic-sessions/${name}`;
    const renamed = await house.call("PUT", path, { displayName: "Mine" });
    const changed = await house.call("PUT", path, { displayName: "Mine", prompt: "Other." });
    await Promise.all([endWhenStopped(name, "Stopped"), house.call("POST", `${path}/stop`)]);
    const late = await house.call("POST", `${path}/stop`);

    expect(renamed.body.spec.displayName).toBe("Mine");
    expect([changed.status, changed.body.type]).toEqual([409, "/problems/session-immutable"]);
    expect([late.status, late.body.type]).toEqual([409, "/problems/already-finished"]);
  });
});
