import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppHouse } from "#test/fakes/app-house.ts";
import { commitTo } from "#test/fakes/bare-repository.ts";

const P = "/api/projects/web";

let house: AppHouse;
let main: string;
beforeAll(async () => {
  house = await AppHouse.open();
  await house.call("POST", "/api/projects", { name: "web" });
  for (const name of ["many", "empty"]) await house.call("POST", `${P}/repositories`, { name });
  const bare = house.bareDirectory("web", "many");
  main = await commitTo(bare, "main", { "a.txt": "a\n" });
  const refs = Array.from({ length: 10_000 }, (_, i) => `${main} refs/heads/team/feature-${i}\n`);
  await writeFile(join(bare, "packed-refs"), refs.join(""));
});
afterAll(() => house.close());

const ask = async (query: object, repo = "many") => {
  const search = new URLSearchParams({ repo: house.repositoryUrl("web", repo), ...query });
  return (await house.call("GET", `${P}/repo/branches?${search}`)).body;
};
const names = ({ branches }: { branches: { name: string }[] }) => branches.map(({ name }) => name);

describe("the branches of a repository", () => {
  test("come page by page, the default branch first", async () => {
    const first = await ask({ limit: "3" });
    const next = await ask({ limit: "3", cursor: first.nextCursor });
    const bad = await ask({ cursor: "%" });

    expect(first).toMatchObject({ defaultBranch: "main", canPush: true, state: "ready" });
    expect(first.branches[0]).toEqual({ name: "main", sha: main, protected: true });
    expect(names(first)).toEqual(["main", "team/feature-0", "team/feature-1"]);
    expect(names(next)).toEqual(["team/feature-10", "team/feature-100", "team/feature-1000"]);
    expect(bad.type).toBe("/problems/bad-cursor");
  });

  test("are found by a part of their name, in any case", async () => {
    const some = await ask({ q: "FEATURE-77", limit: "200" });
    const exact = await ask({ q: "team/feature-77" });
    const none = await ask({ q: "nothing" });

    expect(names(some)).toHaveLength(111);
    expect(some.nextCursor).toBeNull();
    expect(names(exact).slice(0, 2)).toEqual(["team/feature-77", "team/feature-770"]);
    expect(none).toMatchObject({ branches: [], defaultBranch: "main", nextCursor: null });
  });

  test("are looked at one by one by their whole name", async () => {
    const one = await ask({ name: "team/feature-7" });
    const part = await ask({ name: "feature-7" });

    expect([names(one), names(part)]).toEqual([["team/feature-7"], []]);
    expect(part).toMatchObject({ defaultBranch: "main", canPush: true, nextCursor: null });
  });

  test("of an empty repository are none, and it says that it is empty", async () => {
    expect(await ask({}, "empty")).toMatchObject({ branches: [], state: "empty", canPush: true });
  });
});
