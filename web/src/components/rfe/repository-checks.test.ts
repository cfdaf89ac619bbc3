import { expect, it } from "vitest";
import type { RepositoryLook } from "#web/api/repositories.ts";
import { repositoryChecks } from "./repository-checks.ts";

const look = (change: Partial<RepositoryLook> = {}): RepositoryLook => ({
  branches: [],
  defaultBranch: "main",
  canPush: true,
  state: "ready",
  nextCursor: null,
  ...change,
});
const done = (data: RepositoryLook) => ({ data, error: undefined, isBusy: false });
const busy = { data: undefined, error: undefined, isBusy: true };
const wanted = { base: "main", feature: "ambient-login", name: "specs" };
const texts = (...given: Parameters<typeof repositoryChecks>) =>
  repositoryChecks(...given).map(({ state, text }) => `${state}: ${text}`);

it("passes a repository that is ready", () => {
  expect(texts(done(look()), done(look()), wanted)).toEqual([
    "ok: Reachable",
    "ok: Base branch exists",
    "ok: You can push",
    "ok: Feature branch absent",
  ]);
});

it("warns, and does not refuse, when the feature branch is there already", () => {
  const there = done(look({ branches: [{ name: "ambient-login", sha: "a".repeat(40), protected: false }] }));

  expect(texts(done(look()), there, wanted).at(-1)).toBe(
    "warn: Branch already exists in specs. Seeding will add to it.",
  );
});

it("names the default branch when the base branch is wrong, and the way out without push access", () => {
  const checks = repositoryChecks(done(look({ canPush: false })), busy, { ...wanted, base: "mian" });

  expect(checks[1]).toEqual({ state: "fail", text: "No branch mian", remedy: "Its default branch is main." });
  expect(checks[2]).toMatchObject({ state: "fail", text: "You can read, not push" });
});

it("tells a failed look with its remedy, and says nothing before there is an answer", () => {
  const failed = {
    data: undefined,
    error: { message: "No such repository.", remedy: "Check the URL." },
    isBusy: false,
  };

  expect(repositoryChecks(failed, busy, wanted)).toEqual([
    { state: "fail", text: "No such repository.", remedy: "Check the URL." },
  ]);
  expect(texts(busy, busy, wanted)).toEqual(["busy: Checking the repository"]);
});
