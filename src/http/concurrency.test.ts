import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppHouse, TOKEN } from "#test/fakes/app-house.ts";
import { commitTo } from "#test/fakes/bare-repository.ts";

const P = "/api/projects/web";

let house: AppHouse;
beforeAll(async () => {
  house = await AppHouse.open();
  await house.call("POST", "/api/projects", { name: "web" });
  await house.call("POST", `${P}/repositories`, { name: "specs" });
  await commitTo(house.bareDirectory("web", "specs"), "main", { "README.md": "# specs\n" });
});
afterAll(() => house.close());

const newRfe = (i: number) => ({
  title: `Feature ${i}`,
  branchName: `ambient-feature-${i}`,
  umbrellaRepo: { url: house.repositoryUrl("web", "specs") },
});

async function everyPage<T>(path: string, member: string): Promise<T[]> {
  const all: T[] = [];
  let cursor = "";
  for (;;) {
    const { body } = await house.call("GET", `${path}?limit=200${cursor === "" ? "" : `&cursor=${cursor}`}`);
    all.push(...body[member]);
    if (body.nextCursor === null) return all;
    cursor = body.nextCursor;
  }
}

describe("many at once", () => {
  test("gives a thousand workflows created at once a thousand ids", async () => {
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, i) => house.call("POST", `${P}/rfe-workflows`, newRfe(i))),
    );
    const stored = (await house.deps.stores.rfes.list({ project: "web" })).items;

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1_000);
    expect(stored).toHaveLength(1_000);
  });

  test("gives a thousand sessions created at once a thousand names, each found once by paging", async () => {
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, i) => house.call("POST", `${P}/agentic-sessions`, { prompt: `Do ${i}.` })),
    );
    const listed = await everyPage<{ name: string }>(`${P}/agentic-sessions`, "items");

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(listed).toHaveLength(1_000);
    expect(new Set(listed.map(({ name }) => name))).toEqual(new Set(answers.map(({ body }) => body.name)));
  });

  test("makes one object of 32 requests with one Idempotency-Key, and gives all the same answer in the end", async () => {
    const key = { "idempotency-key": "one-key" };
    const before = (await house.deps.stores.rfes.list({ project: "web" })).items.length;
    const post = () => house.call("POST", `${P}/rfe-workflows`, newRfe(5_000), key);
    const answers = await Promise.all(Array.from({ length: 32 }, post));
    const later = await post();
    const after = (await house.deps.stores.rfes.list({ project: "web" })).items.length;

    const made = answers.filter(({ status }) => status === 201);
    const busy = answers.filter(({ status }) => status === 409);
    expect(after - before).toBe(1);
    expect(made.length + busy.length).toBe(32);
    expect(busy.every(({ body }) => body.type === "/problems/request-in-flight")).toBe(true);
    expect(new Set([...made, later].map(({ body }) => body.id)).size).toBe(1);
    expect(later.headers.get("idempotency-replayed")).toBe("true");
    expect(later.headers.get("location")).toBe(made[0]?.headers.get("location"));
  });

  test("refuses a key for another body, and frees it when the request failed", async () => {
    const key = { "idempotency-key": "second-key" };
    const failed = await house.call("POST", "/api/projects", { name: "Not Valid" }, key);
    const made = await house.call("POST", "/api/projects", { name: "valid" }, key);
    const other = await house.call("POST", "/api/projects", { name: "other" }, key);

    expect([failed.status, made.status, other.status]).toEqual([422, 201, 422]);
    expect(other.body.type).toBe("/problems/idempotency-key-reused");
  });
});

describe("the typed client", () => {
  test("calls and throws the server's own problem", async () => {
    const { client } = house;

    const projects = await (await client.api.projects.$get({ query: {} })).json();
    const missing = client.api.projects[":project"].$get({ param: { project: "nope" } });

    expect(projects.items.map(({ name }) => name)).toContain("web");
    await expect(missing).rejects.toMatchObject({ code: "project-not-found", status: 404 });
  });

  test("does not hand its token to another origin", async () => {
    const seen: (string | null)[] = [];
    const { signedFetch } = await import("./client.ts");
    const send = async (input: RequestInfo | URL) => {
      seen.push(new Request(input).headers.get("authorization"));
      return new Response("{}");
    };
    const signed = signedFetch({ url: house.origin, token: TOKEN, fetch: send });

    await signed("https://elsewhere.example/x");
    await signed(`${house.origin}/x`);

    expect(seen).toEqual([null, `Bearer ${TOKEN}`]);
  });
});
