import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Problem } from "#domain/problem.ts";
import { AppHouse } from "#test/fakes/app-house.ts";

describe("a request whose answer was lost", () => {
  let house: AppHouse;
  let isAnswerLost = false;
  beforeAll(async () => {
    house = await AppHouse.open((deps) => ({
      ...deps,
      idempotency: {
        claim: (...args) => deps.idempotency.claim(...args),
        perform: (...args) => deps.idempotency.perform(...args),
        release: (...args) => deps.idempotency.release(...args),
        // The end of a server between the commit and the answer, as the store sees it.
        async finish(scope, key, answer) {
          await deps.idempotency.finish(scope, key, isAnswerLost ? failing(answer) : answer);
        },
      },
    }));
    await house.call("POST", "/api/projects", { name: "web" });
  });
  afterAll(() => house.close());

  const failing = <T extends object>(answer: T): T =>
    new Proxy(answer, {
      get() {
        throw new Problem("disk-full");
      },
    });

  test.each([
    ["session", "/api/projects/web/agentic-sessions", { prompt: "Write a poem." }, "name"],
    ["project", "/api/projects", { name: "payments" }, "name"],
  ])("is repeated without a second %s", async (kind, path, body, id) => {
    const key = { "idempotency-key": `lost-${kind}` };
    isAnswerLost = true;
    const lost = await house.call("POST", path, body, key);
    isAnswerLost = false;

    const again = await house.call("POST", path, body, key);
    const later = await house.call("POST", path, body, key);

    const { sessions, projects } = house.deps.stores;
    const stored = kind === "session" ? (await sessions.list()).items : (await projects.list()).items.slice(0, -1);
    expect(lost.status).toBe(507);
    expect([again.status, later.status]).toEqual([201, 201]);
    expect(stored.map(({ metadata }) => metadata.name)).toEqual([again.body[id]]);
    expect(later.body).toEqual(again.body);
    expect(later.headers.get("idempotency-replayed")).toBe("true");
  });

  test("is repeated without meeting itself when it chose a name", async () => {
    const { body } = await house.call("POST", "/api/projects/web/agentic-sessions", { prompt: "Write a poem." });
    const path = `/api/projects/web/agentic-sessions/${body.name}/clone`;
    const clone = (key: string) => house.call("POST", path, { newSessionName: "again" }, { "idempotency-key": key });
    isAnswerLost = true;
    const lost = await clone("lost-clone");
    isAnswerLost = false;

    const again = await clone("lost-clone");
    const other = await clone("another");

    expect([lost.status, again.status, again.body.name]).toEqual([507, 201, "again"]);
    expect([other.status, other.body.type]).toEqual([409, "/problems/already-exists"]);
  });
});
