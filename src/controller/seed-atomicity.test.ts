import { chmod, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Operation } from "#domain/operation.ts";
import { commitTo, git } from "#test/fakes/bare-repository.ts";
import { BRANCH, SeedHouse, type SeedRepo, tipOf } from "#test/fakes/seed-house.ts";

let house: SeedHouse;
beforeEach(async () => {
  house = await SeedHouse.open();
});
afterEach(() => house.close());

const hookOf = ({ bare }: SeedRepo): string => join(bare, "hooks/pre-receive");

/** Refuses every push, as a branch rule would: nothing before the push tells. */
async function protect(repo: SeedRepo): Promise<void> {
  await writeFile(hookOf(repo), "#!/bin/sh\necho branches of that name are protected >&2\nexit 1\n");
  await chmod(hookOf(repo), 0o755);
}

const repositories = (...names: string[]): Promise<SeedRepo[]> =>
  Promise.all(names.map((name) => house.repository(name)));

async function four(): Promise<[SeedRepo, SeedRepo, SeedRepo, SeedRepo]> {
  const [specs, a, b, c] = await repositories("specs", "a", "b", "c");
  if (!specs || !a || !b || !c) throw new Error("four repositories were asked for");
  await house.workflow(specs, [a, b, c]);
  return [specs, a, b, c];
}

const stepOf = (operation: Operation, id: string) => operation.status.steps.find((step) => step.id === id);

test("a spec branch refused at the push leaves pointers to base commits, names them, and the next run uses them", async () => {
  const [specs, a, b, c] = await four();
  await protect(specs);
  house.startController();

  const refused = await house.seed();
  await rm(hookOf(specs));
  const again = await house.seed();

  expect(refused.status.error).toMatchObject({
    type: "/problems/push-refused",
    error: expect.stringContaining("branches of that name are protected"),
    left: [a, b, c].map(({ url, base }) => ({ url, branch: BRANCH, sha: base })),
  });
  expect(refused.status.refs?.map(({ state }) => state)).toEqual(["created", "created", "created", "refused"]);
  expect(again.status.result).toMatchObject({ branchExisted: false, commitSha: await tipOf(specs) });
  expect(again.status.refs?.map(({ state }) => state)).toEqual(["existed", "existed", "existed", "pushed"]);
  expect(await Promise.all([a, b, c].map((repo) => tipOf(repo)))).toEqual([a.base, b.base, c.base]);
});

test("a supporting branch refused at the push keeps the spec branch invisible and names what was created", async () => {
  const [specs, a, b, c] = await four();
  await protect(b);
  house.startController();

  const operation = await house.seed();

  expect(await tipOf(specs)).toBe("");
  expect(operation.status.error).toMatchObject({
    errors: [{ pointer: "/supportingRepos/1", code: "push-refused" }],
    left: [{ url: a.url }, { url: c.url }],
  });
  expect(stepOf(operation, "supporting-repos")?.repos?.map(({ url, state }) => [url, state])).toEqual(
    expect.arrayContaining([
      [a.url, "done"],
      [b.url, "failed"],
      [c.url, "done"],
    ]),
  );
});

test("tells the problems of repositories and sources in one answer, and changes nothing", async () => {
  const [specs, a] = await repositories("specs", "a");
  if (!specs || !a) throw new Error("two repositories were asked for");
  await house.workflow(specs, [{ url: a.url, branch: "develop" }]);
  house.startController();

  const operation = await house.seed({
    specKitRepo: specs.url,
    agentSourceUrl: a.url,
    agentSourcePath: "../elsewhere",
  });

  expect(operation.status.error?.errors).toMatchObject([
    { pointer: "/supportingRepos/0", code: "base-branch-missing" },
    expect.objectContaining({ code: expect.stringMatching(/^invalid-(kit|agents)$/) }),
    expect.objectContaining({ code: expect.stringMatching(/^invalid-(kit|agents)$/) }),
  ]);
  expect([await tipOf(specs), await tipOf(a)]).toEqual(["", ""]);
});

test("two servers that seed the same branch at the same moment both succeed, with one commit", async () => {
  const [specs, a, b] = await four();
  const other = await SeedHouse.open(house.remotes);
  await other.workflow(specs, [a, b]);
  house.startController();
  other.startController();

  const operations = await Promise.all([house.seed(), other.seed()]);
  await other.close({ remotes: false });

  expect(operations.map(({ status }) => [status.state, status.error])).toEqual(Array(2).fill(["succeeded", null]));
  expect(new Set(operations.map(({ status }) => status.result?.commitSha))).toEqual(new Set([await tipOf(specs)]));
  expect(await git(specs.bare, "rev-list", "--count", `main..${BRANCH}`)).toBe("1");
});

test("twenty workflows at once are all seeded", async () => {
  const specs = await Promise.all(Array.from({ length: 20 }, (_, index) => house.repository(`specs-${index}`)));
  await Promise.all(specs.map((repo, index) => house.workflow(repo, [], `rfe-${index}`)));
  house.startController();

  const operations = await Promise.all(specs.map(async (_, index) => house.end(await house.start({}, `rfe-${index}`))));

  expect(operations.map(({ status }) => status.state)).toEqual(Array(20).fill("succeeded"));
  expect(await Promise.all(specs.map((repo) => tipOf(repo)))).not.toContain("");
});

test("a seeding is few requests, and one with nothing to do pushes nothing", async () => {
  const [specs, a, b, c] = await four();
  const { counters } = house.remotes.server;
  house.startController();
  const count = async () => {
    const before = { ...counters };
    const { status } = await house.seed();
    expect(status.error).toBeNull();
    return { requests: counters.requests - before.requests, pushes: counters.pushes - before.pushes };
  };

  const first = await count();
  const again = await count();

  // Per repository one look and one push; for the spec repository its commit, too.
  expect(first).toEqual({ requests: 9, pushes: 4 });
  expect(again.pushes).toBe(0);
  expect(again.requests).toBeLessThanOrEqual(8); // with three supporting repositories: one look each, and what is on the branch
  expect(await Promise.all([specs, a, b, c].map((repo) => tipOf(repo)))).not.toContain("");
});

test("records sources, refs, each repository and a log", async () => {
  const [specs, a] = await four();
  await git(a.bare, "branch", BRANCH, "main");
  house.startController();

  const { status } = await house.seed();

  expect(status.sources).toMatchObject({ specKit: { source: "builtin" }, agents: { source: "builtin" } });
  expect(status.refs?.[0]).toEqual({ url: a.url, branch: BRANCH, from: a.base, to: a.base, state: "existed" });
  expect(status.refs?.at(-1)).toMatchObject({ url: specs.url, from: null, to: status.result?.commitSha });
  const preflight = status.steps.find(({ id }) => id === "preflight");
  expect(preflight?.repos).toHaveLength(4);
  expect(preflight?.log?.at(-1)?.text).toBe("4 repositories can be read and pushed to.");
  expect(status.steps.every(({ startedAt, finishedAt }) => startedAt !== null && finishedAt !== null)).toBe(true);
});

test("keeps away from a branch that has a directory of refs in its place", async () => {
  const [specs, a] = await four();
  await commitTo(specs.bare, `${BRANCH}/part`, { x: "1\n" }, { from: "main" });
  house.startController();

  const operation = await house.seed();

  expect(operation.status.error).toMatchObject({ type: "/problems/branch-exists" });
  expect(await tipOf(a)).toBe("");
});
