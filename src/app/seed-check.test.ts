import { afterEach, beforeEach, expect, test } from "vitest";
import type { GitRepository } from "#ports/git-repository.ts";
import { commitTo, git } from "#test/fakes/bare-repository.ts";
import { ada, BRANCH, SeedHouse } from "#test/fakes/seed-house.ts";
import { checkSeeding } from "./seed-check.ts";

const { signal } = new AbortController();
const W = { project: "web", id: "rfe-1" };

let house: SeedHouse;
beforeEach(async () => {
  house = await SeedHouse.open();
});
afterEach(() => house.close());

/** The real thing, counting what is asked of it. */
function counting(real: GitRepository): { git: GitRepository; calls: Record<string, number> } {
  const calls: Record<string, number> = {};
  const proxy = new Proxy(real, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        calls[String(key)] = (calls[String(key)] ?? 0) + 1;
        return Reflect.apply(value, target, args);
      };
    },
  });
  return { git: proxy, calls };
}

test("asks each repository once for everybody, and reads a commit once ever", async () => {
  const [specs, backend] = await Promise.all([house.repository("specs"), house.repository("backend")]);
  await house.workflow(specs, [backend]);
  house.startController();
  await house.seed();
  const { git: counted, calls } = counting(house.deps.git);
  const deps = { ...house.deps, git: counted };

  const answers = await Promise.all(Array.from({ length: 20 }, () => checkSeeding(deps, ada, W, signal)));
  const first = { ...calls };
  await checkSeeding(deps, ada, W, signal);

  expect(new Set(answers.map(({ state }) => state))).toEqual(new Set(["seeded"]));
  expect(first).toEqual({ state: 2, tree: 2, blobs: 1 });
  expect(calls).toEqual({ state: 4, tree: 2, blobs: 1 });
});

test("whoever leaves does not take the others' answer away", async () => {
  await house.workflow(await house.repository("specs"));
  const impatient = new AbortController();

  const left = checkSeeding(house.deps, ada, W, impatient.signal);
  const stays = checkSeeding(house.deps, ada, W, signal);
  impatient.abort(new Error("gone"));

  await expect(left).rejects.toThrow("gone");
  expect((await stays).state).toBe("absent");
});

test("a look from before a seeding does not answer for the time after it", async () => {
  const specs = await house.repository("specs");
  await house.workflow(specs);
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const slow = counting(house.deps.git).git;
  const held: GitRepository = new Proxy(slow, {
    get(target, key) {
      if (key !== "state") return Reflect.get(target, key);
      return async (...args: Parameters<GitRepository["state"]>) => {
        const answer = await target.state(...args);
        await gate;
        return answer;
      };
    },
  });
  const before = checkSeeding({ ...house.deps, git: held }, ada, W, signal);
  house.startController();
  await house.seed();

  const after = await checkSeeding(house.deps, ada, W, signal);
  open();

  expect(after.isSeeded).toBe(true);
  expect((await before).isSeeded).toBe(false);
});

test("a branch of a similar name is not the branch", async () => {
  const [specs, backend] = await Promise.all([house.repository("specs"), house.repository("backend")]);
  await house.workflow(specs, [backend]);
  for (const { bare } of [specs, backend]) {
    await git(bare, "branch", `team/${BRANCH}`, "main");
    await git(bare, "branch", `${BRANCH}-2`, "main");
    await git(bare, "tag", BRANCH, "main");
  }

  const check = await checkSeeding(house.deps, ada, W, signal);

  expect(check).toMatchObject({ state: "absent", head: null, supportingRepos: [{ branchExists: false }] });
});

test("commands or skills count, a lost file of the seed does not go unseen", async () => {
  const specs = await house.repository("specs");
  await house.workflow(specs);
  const agent = {
    ".claude/agents/ada.md": "---\nname: ada\ndescription: d\n---\n",
    ".specify/memory/constitution.md": "#\n",
  };
  await commitTo(
    specs.bare,
    BRANCH,
    { ...agent, ".claude/skills/speckit-plan/SKILL.md": "---\n---\n" },
    { from: "main" },
  );

  const skills = await checkSeeding(house.deps, ada, W, signal);
  house.startController();
  await house.seed();
  await commitTo(specs.bare, BRANCH, { ".specify/templates/spec-template.md": null });
  const lost = await checkSeeding(house.deps, ada, W, signal);

  expect(skills.specRepo).toMatchObject({ state: "seeded", details: { claudeCommandsExists: true } });
  expect(lost.specRepo.state).toBe("partial");
});

test("whatever goes wrong with a request, the answer is unknown and why", async () => {
  const specs = await house.repository("specs");
  await house.workflow(specs);
  const { switches } = house.remotes.server;
  const states: string[] = [];

  switches.emptyAnswers = true;
  states.push((await checkSeeding(house.deps, ada, W, signal)).state);
  switches.emptyAnswers = false;
  switches.unauthorized = true;
  states.push((await checkSeeding(house.deps, ada, W, signal)).state);
  switches.unauthorized = false;
  await house.remotes.server.close();
  const gone = await checkSeeding(house.deps, ada, W, signal);

  expect(states).toEqual(["unknown", "unknown"]);
  expect(gone).toMatchObject({ state: "unknown", isSeeded: false, error: expect.stringContaining(specs.url) });
});
