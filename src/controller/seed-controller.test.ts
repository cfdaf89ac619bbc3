import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { cancelOperation, getOperation } from "#app/operations.ts";
import { checkSeeding } from "#app/seed-check.ts";
import { previewSeed } from "#app/seed-preview.ts";
import type { Operation } from "#domain/operation.ts";
import type { GitRepository } from "#ports/git-repository.ts";
import { commitTo, git } from "#test/fakes/bare-repository.ts";
import { ada, BRANCH, SeedHouse, tipOf } from "#test/fakes/seed-house.ts";

const { signal } = new AbortController();
const W = { project: "web", id: "rfe-1" };

let house: SeedHouse;
beforeEach(async () => {
  house = await SeedHouse.open();
});
afterEach(async () => {
  open?.();
  await house.close();
});

/** Holds back every answer of the git server until it is opened. */
let open: (() => void) | undefined;
const closeGate = (): void => {
  const { promise, resolve } = Promise.withResolvers<void>();
  house.remotes.server.switches.gate = promise;
  open = () => {
    house.remotes.server.switches.gate = undefined;
    resolve();
  };
};

const stateOf = async (id: string) => (await getOperation(house.deps, ada, "web", id)).status.state;

const states = ({ status }: Operation) => Object.fromEntries(status.steps.map(({ id, state }) => [id, state]));

/** The real thing, with one call preceded by something that happens at that moment. */
const withBefore = (real: GitRepository, name: keyof GitRepository, before: () => Promise<unknown>): GitRepository =>
  new Proxy(real, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== "function") return value;
      if (key !== name) return value.bind(target);
      return async (...args: unknown[]) => {
        await before();
        return Reflect.apply(value, target, args);
      };
    },
  });

describe("seeding", () => {
  test("puts everything on the spec branch in one commit, and the branch into every supporting repository", async () => {
    const [specs, backend] = await Promise.all([house.repository("specs"), house.repository("backend")]);
    await house.workflow(specs, [backend]);
    house.startController();

    const operation = await house.seed();

    expect(operation.status.error).toBeNull();
    expect(operation.status.result).toMatchObject({
      message: "Repository seeded successfully",
      branchName: BRANCH,
      branchExisted: false,
      upToDate: false,
      commitSha: await tipOf(specs),
    });
    expect(new Set(Object.values(states(operation)))).toEqual(new Set(["done"]));
    expect(await tipOf(backend)).toBe(backend.base);
    const format = "--format=%P|%an <%ae>|%s";
    expect(await git(specs.bare, "log", "-1", format, BRANCH)).toBe(
      `${specs.base}|vTeam Bot <vteam-bot@ambient-code.io>|chore: initialize ${BRANCH} with spec-kit and agents`,
    );
    const paths = (await git(specs.bare, "ls-tree", "-r", "--name-only", BRANCH)).split("\n");
    expect(paths).toEqual(expect.arrayContaining([".claude/commands/speckit.specify.md", `specs/${BRANCH}/.gitkeep`]));
    const rfe = await house.deps.stores.rfes.get({ project: "web", name: "rfe-1" });
    expect(rfe?.status.phase).toBe("Ready");
  });

  test("a second seeding finds everything there and commits nothing", async () => {
    const specs = await house.repository("specs");
    await house.workflow(specs);
    house.startController();
    await house.seed();
    const tip = await tipOf(specs);

    const operation = await house.seed();

    expect(operation.status.result).toMatchObject({
      message: `Repository seeded successfully. Note: Branch '${BRANCH}' already existed and will be modified by this RFE.`,
      branchExisted: true,
      upToDate: true,
      commitSha: tip,
    });
    expect(await tipOf(specs)).toBe(tip);
  });

  test("refuses in the guide's words when nobody may push, names every repository, and changes nothing", async () => {
    const [specs, backend] = await Promise.all([house.repository("specs"), house.repository("backend")]);
    await house.workflow(specs, [backend]);
    house.remotes.server.switches.denyPush = 403;
    house.startController();

    const operation = await house.seed();

    const sentence = (url: string) =>
      `you don't have push access to ${url}. Please fork the repository or use a repository you have write access to.`;
    expect(operation.status.error).toMatchObject({
      type: "/problems/push-access-denied",
      status: 403,
      error: sentence(specs.url),
      operationId: operation.metadata.name,
      errors: [
        { pointer: "/umbrellaRepo", message: sentence(specs.url) },
        { pointer: "/supportingRepos/0", message: sentence(backend.url) },
      ],
    });
    expect(states(operation)).toMatchObject({ preflight: "failed", "commit-push": "skipped" });
    expect([await tipOf(specs), await tipOf(backend)]).toEqual(["", ""]);
  });

  test("tells all problems of all repositories at once", async () => {
    const specs = await house.repository("specs");
    const [backend, empty] = await Promise.all([house.repository("backend"), house.remotes.make("empty")]);
    const missing = { url: house.remotes.missing.url };
    await house.workflow(specs, [{ url: backend.url, branch: "develop" }, { url: empty.remote.url }, missing]);
    house.startController();

    const operation = await house.seed();

    const errors = operation.status.error?.errors;
    expect(errors).toMatchObject([
      { pointer: "/supportingRepos/0", code: "base-branch-missing" },
      { pointer: "/supportingRepos/1", code: "repository-empty" },
      { pointer: "/supportingRepos/2", code: "repository-not-found" },
    ]);
    expect(await tipOf(specs)).toBe("");
  });

  test("keeps the spec branch invisible when a supporting repository refuses its branch", async () => {
    const [specs, backend] = await Promise.all([house.repository("specs"), house.repository("backend")]);
    await writeFile(join(backend.bare, "hooks/pre-receive"), "#!/bin/sh\necho no such branches here >&2\nexit 1\n");
    await chmod(join(backend.bare, "hooks/pre-receive"), 0o755);
    await house.workflow(specs, [backend]);
    house.startController();

    const operation = await house.seed();

    expect(operation.status.error).toMatchObject({ type: "/problems/push-refused" });
    expect(states(operation)).toMatchObject({ "supporting-repos": "failed", "commit-push": "skipped" });
    expect(await tipOf(specs)).toBe("");
  });

  test("names what is in the way on the branch", async () => {
    const specs = await house.repository("specs");
    await commitTo(specs.bare, BRANCH, { ".claude": "a file\n" }, { from: "main" });
    const tip = await tipOf(specs);
    await house.workflow(specs);
    house.startController();

    const operation = await house.seed();

    expect(operation.status.error).toMatchObject({
      type: "/problems/seed-conflict",
      errors: [{ expected: ".claude" }],
    });
    expect(await tipOf(specs)).toBe(tip);
  });

  test("starts from what others pushed meanwhile", async () => {
    const [specs, backend] = await Promise.all([house.repository("specs"), house.repository("backend")]);
    await house.workflow(specs, [backend]);
    const push = () => commitTo(specs.bare, BRANCH, { "notes.md": "by hand\n" }, { from: "main" });
    house.startController({ ...house.deps, git: withBefore(house.deps.git, "createBranch", push) });

    const operation = await house.seed();

    expect(operation.status.state).toBe("succeeded");
    expect(operation.status.result?.branchExisted).toBe(false);
    const subjects = await git(specs.bare, "log", "--format=%s", `main..${BRANCH}`);
    expect(subjects).toBe(`chore: initialize ${BRANCH} with spec-kit and agents\nchange ${BRANCH}`);
  });

  test("many who start at the same moment share one operation", async () => {
    await house.workflow(await house.repository("specs"));

    const operations = await Promise.all(Array.from({ length: 20 }, () => house.start({ specKitVersion: "main" })));
    const other = house.start({ specKitVersion: "v1" });

    expect(new Set(operations.map((operation) => operation.metadata.name)).size).toBe(1);
    const name = operations[0]?.metadata.name;
    await expect(other).rejects.toMatchObject({ code: "seeding-in-progress", facts: { operationId: name } });
  });

  test("can be cancelled without a trace until the first push", async () => {
    const [specs, backend] = await Promise.all([house.repository("specs"), house.repository("backend")]);
    await house.workflow(specs, [backend]);
    closeGate();
    house.startController();
    const started = await house.start();
    const id = started.metadata.name;
    await vi.waitFor(async () => expect(await stateOf(id)).toBe("running"));

    await cancelOperation(house.deps, ada, "web", id);
    const operation = await house.end(started);

    expect(operation.status).toMatchObject({ state: "cancelled", result: null, error: null });
    open?.();
    expect([await tipOf(specs), await tipOf(backend)]).toEqual(["", ""]);
  });

  test("cannot be cancelled once the first push began", async () => {
    const [specs, backend] = await Promise.all([house.repository("specs"), house.repository("backend")]);
    await house.workflow(specs, [backend]);
    const late = async () => {
      const { items } = await house.deps.stores.operations.list();
      const cancel = cancelOperation(house.deps, ada, "web", items[0]?.metadata.name ?? "");
      await expect(cancel).rejects.toMatchObject({ code: "too-late-to-cancel" });
    };
    house.startController({ ...house.deps, git: withBefore(house.deps.git, "createBranch", late) });

    const operation = await house.seed();

    expect(operation.status.state).toBe("succeeded");
    const again = cancelOperation(house.deps, ada, "web", operation.metadata.name);
    await expect(again).rejects.toMatchObject({ code: "too-late-to-cancel" });
  });

  test("is resumed after a restart in the middle of it", async () => {
    const specs = await house.repository("specs");
    await house.workflow(specs);
    closeGate();
    house.startController();
    const started = await house.start();
    await vi.waitFor(async () => expect(await stateOf(started.metadata.name)).toBe("running"));
    await house.stopController();
    open?.();

    house.startController();
    const operation = await house.end(started);

    expect(operation.status.result).toMatchObject({ branchExisted: false, commitSha: await tipOf(specs) });
  });

  test("a run that died after its push is taken for what it was, and pushes nothing again", async () => {
    const specs = await house.repository("specs");
    await house.workflow(specs);
    house.startController();
    const first = await house.seed();
    await house.stopController();
    const died = { ...first.status, state: "running" as const, cancellable: false, result: null };
    await house.deps.stores.operations.update({ ...first, status: died });

    house.startController();
    const operation = await house.end(first);

    expect(operation.status.result).toMatchObject({ branchExisted: false, commitSha: first.status.result?.commitSha });
    expect(await git(specs.bare, "rev-list", "--count", `main..${BRANCH}`)).toBe("1");
  });
});

describe("checking", () => {
  test("tells absent, then seeded, then partial when something is taken away", async () => {
    const [specs, backend] = await Promise.all([house.repository("specs"), house.repository("backend")]);
    await house.workflow(specs, [backend]);
    house.startController();

    const before = await checkSeeding(house.deps, ada, W, signal);
    await house.seed();
    const after = await checkSeeding(house.deps, ada, W, signal);
    await commitTo(specs.bare, BRANCH, { ".claude/agents": null });
    const partly = await checkSeeding(house.deps, ada, W, signal);

    const none = { claudeExists: false, claudeCommandsExists: false, claudeAgentsExists: false, specifyExists: false };
    expect(before).toMatchObject({ isSeeded: false, state: "absent", head: null, specRepo: { details: none } });
    expect(after).toMatchObject({ isSeeded: true, state: "seeded", operation: { state: "succeeded" } });
    expect(after.supportingRepos).toEqual([{ repoURL: backend.url, branchExists: true, state: "seeded" }]);
    expect(partly).toMatchObject({
      isSeeded: false,
      specRepo: { state: "partial", details: { claudeAgentsExists: false } },
    });
  });

  test("does not claim anything about what it could not look at", async () => {
    const specs = await house.repository("specs");
    await house.workflow(specs, [{ url: house.remotes.missing.url }]);
    house.startController();

    const half = await checkSeeding(house.deps, ada, W, signal);
    house.remotes.server.switches.unauthorized = true;
    const blind = await checkSeeding(house.deps, ada, W, signal);

    expect(half).toMatchObject({ state: "unknown", isSeeded: false, specRepo: { state: "absent" } });
    expect(half.supportingRepos[0]?.error).toContain(house.remotes.missing.url);
    expect(blind).toMatchObject({ state: "unknown", specRepo: { state: "unknown", isSeeded: false } });
  });

  test("previews what a seeding would do without doing it", async () => {
    const [specs, backend] = await Promise.all([house.repository("specs"), house.repository("backend")]);
    await house.workflow(specs, [backend]);

    const preview = await previewSeed(house.deps, ada, { ...W, request: {} }, signal);

    expect(preview.files).toContainEqual({ path: ".claude/commands/speckit.plan.md", action: "add" });
    expect(preview.branches.map(({ action }) => action)).toEqual(["create", "create"]);
    expect(preview.problems).toEqual([]);
    expect([await tipOf(specs), await tipOf(backend)]).toEqual(["", ""]);
  });
});
