import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AppHouse } from "#test/fakes/app-house.ts";
import { commitTo } from "#test/fakes/bare-repository.ts";
import { fakeKits } from "#test/fakes/kits/kits.ts";

const P = "/api/projects/web";

let house: AppHouse;
let workflow: string;
beforeAll(async () => {
  house = await AppHouse.open();
  await house.call("POST", "/api/projects", { name: "web" });
  for (const name of ["specs", "kit"]) await house.call("POST", `${P}/repositories`, { name });
  await commitTo(house.bareDirectory("web", "specs"), "main", { "README.md": "# specs\n" });
  await commitTo(house.bareDirectory("web", "kit"), "main", fakeKits.F4);
  const umbrellaRepo = { url: house.repositoryUrl("web", "specs") };
  const { body } = await house.call("POST", `${P}/rfe-workflows`, {
    title: "Login",
    branchName: "ambient-login",
    umbrellaRepo,
  });
  workflow = `${P}/rfe-workflows/${body.id}`;
});
beforeEach(() => put({ defaults: {} }));
afterAll(() => house.close());

const version = async () => (await house.call("GET", P)).headers.get("etag") ?? "";
const put = async (change: object, token?: string) =>
  house.call("PUT", P, change, {
    "if-match": await version(),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  });

describe("the defaults of a project", () => {
  test("are kept as they were set, and go when they are set anew without them", async () => {
    const defaults = { seed: { specKitRepo: "github/spec-kit", agentSourcePath: "" }, model: "opus", timeout: 3_600 };

    const set = await put({ defaults });
    const words = await put({ description: "Words." });
    const read = await house.call("GET", P);
    const cleared = await put({ defaults: {} });

    expect(set.status).toBe(200);
    expect(words.body.defaults).toEqual(read.body.defaults);
    expect(read.body.defaults).toEqual({ seed: { specKitRepo: "github/spec-kit" }, model: "opus", timeout: 3_600 });
    expect(cleared.body).toMatchObject({ description: "Words.", defaults: {} });
  });

  test("are refused where a request would be, every field at once", async () => {
    const seed = { specKitRepo: "https://me:canary-secret@git.example/kit", agentSourceUrl: "ext::sh" };

    const { status, body } = await put({ defaults: { seed, model: "gpt" } });
    const shape = await put({ defaults: { timeout: 5, seed: { kit: "x" } } });
    const viewer = await put({ defaults: {} }, "editor");

    expect(status).toBe(422);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      "/defaults/model",
      "/defaults/seed/specKitRepo",
      "/defaults/seed/agentSourceUrl",
    ]);
    expect(JSON.stringify(body)).not.toContain("canary-secret");
    expect(shape.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      "/defaults/seed/kit",
      "/defaults/timeout",
    ]);
    expect([viewer.status, viewer.body.type]).toEqual([403, "/problems/role-required"]);
  });

  test("are the model and the time of sessions that name none", async () => {
    const start = async (change: object) =>
      (await house.call("POST", `${P}/agentic-sessions`, { prompt: "Go.", ...change })).body;
    const before = await start({});
    await put({ defaults: { model: "opus", timeout: 3_600 } });

    const silent = await start({});
    const own = await start({ model: "haiku", timeout: 60 });
    const limits = [before, silent, own].map(({ spec }) => [spec.model, spec.timeout]);

    expect(limits).toEqual([
      [house.deps.settings.defaultModel, 1_800],
      ["opus", 3_600],
      ["haiku", 60],
    ]);
  });

  test("are what a preview and a seeding take, and what the operation says it took", async () => {
    const kit = house.repositoryUrl("web", "kit");
    await put({ defaults: { seed: { specKitRepo: kit, specKitVersion: "main" } } });

    const preview = await house.call("POST", `${workflow}/seed/preview`, {});
    const shipped = await house.call("POST", `${workflow}/seed/preview`, { specKitRepo: "builtin" });
    const seeded = await house.call("POST", `${workflow}/seed`, {});
    const operation = await house.call("GET", `${P}/operations/${seeded.body.operationId}`);

    expect(preview.body.sources).toMatchObject({ specKit: { source: kit }, agents: { source: "builtin" } });
    expect(shipped.body.sources.specKit.source).toBe("builtin");
    expect(seeded.status).toBe(200);
    expect(operation.body.request).toEqual({ specKitRepo: kit, specKitVersion: "main" });
    expect(operation.body.sources.specKit.source).toBe(kit);
  });
});
