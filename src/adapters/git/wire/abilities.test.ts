import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SeedingGitRepository } from "#adapters/git/seeding-git-repository.ts";
import type { Change, Remote } from "#ports/git-repository.ts";
import { commitTo, git } from "#test/fakes/bare-repository.ts";
import { openServerRemotes } from "#test/fakes/git-remotes.ts";

const { signal } = new AbortController();
const change: Change = {
  baseBranch: "main",
  branch: "feature",
  async files(reader) {
    await Promise.all([reader.list(".claude"), reader.list(".specify"), reader.read(".specify/rfe-seed.json")]);
    return [".claude/commands/a.md", ".specify/rfe-seed.json"].map((path) => ({
      path,
      content: Buffer.from("a\n"),
      executable: false,
    }));
  },
  message: "chore: seed",
  author: { name: "vTeam Bot", email: "vteam-bot@ambient-code.io" },
  date: "2026-11-22T12:00:00.000Z",
};

let opened: Awaited<ReturnType<typeof openServerRemotes>>;
let repository: SeedingGitRepository;
let now = 0;

beforeEach(async () => {
  opened = await openServerRemotes();
  now = Date.now();
  const directory = join(opened.directory, "mirrors");
  repository = new SeedingGitRepository({ git: opened.git, directory, locate: () => undefined, now: () => now });
});
afterEach(() => opened.close());

/** How many requests the work took. */
async function requestsOf(work: () => Promise<unknown>): Promise<number> {
  const before = opened.server.counters.requests;
  await work();
  return opened.server.counters.requests - before;
}

const make = async (name: string) => {
  const made = await opened.make(name);
  return { ...made, base: await commitTo(made.bare, "main", { "README.md": "hello\n" }) };
};

async function seed(spec: Remote, supporting: readonly { remote: Remote; base: string }[] = []) {
  await Promise.all(
    [spec, ...supporting.map((one) => one.remote)].map((one) => repository.pushState(one, ["main", "feature"], signal)),
  );
  const prepared = await repository.prepare(spec, change, signal);
  await Promise.all(supporting.map((one) => repository.createBranch(one.remote, "feature", one.base, signal)));
  return await prepared.push(signal);
}

const temporaryFiles = () => readdirSync(join(opened.directory)).sort();

describe("what seeding costs", () => {
  it("is three requests for the spec repository and two for each other, without a mirror", async () => {
    const [spec, ...supporting] = await Promise.all(["specs", "one", "two", "three"].map(make));
    const before = temporaryFiles();

    const requests = await requestsOf(() => seed(spec?.remote ?? { url: "" }, supporting));

    expect(requests).toBe(3 + 2 * 3);
    expect(temporaryFiles()).toEqual(before);
  });

  it("is four requests and no push when everything is there", async () => {
    const { remote } = await make("specs");
    await seed(remote);
    const pushes = opened.server.counters.pushes;

    const requests = await requestsOf(() => seed(remote));

    expect([requests, opened.server.counters.pushes - pushes]).toEqual([4, 0]);
  });

  it("lets many looks at the same time be one, but none of another credential", async () => {
    const { remote } = await make("specs");

    const requests = await requestsOf(() =>
      Promise.all(Array.from({ length: 20 }, () => repository.canPush(remote, signal))),
    );
    const stranger = repository.canPush(opened.refused?.(remote) ?? remote, signal);

    expect(requests).toBe(1);
    await expect(stranger).rejects.toMatchObject({ code: "git-credential-refused" });
  });

  it("looks again for a second change, and when the look is old", async () => {
    const { remote, bare } = await make("specs");
    await repository.pushState(remote, ["main"], signal);
    await repository.prepare(remote, change, signal);
    const theirs = await commitTo(bare, "feature", { b: "b\n" }, { from: "main" });
    const second = await repository.prepare(remote, change, signal);
    await repository.pushState(remote, ["main"], signal);
    const later = await commitTo(bare, "feature", { c: "c\n" });
    now += 6_000;

    const third = await repository.prepare(remote, change, signal);

    expect([second.tip, third.tip]).toEqual([theirs, later]);
  });

  it("reads a part of a commit in a few requests, and a second part of the same commit in fewer", async () => {
    const { remote, bare } = await make("kit");
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`templates/${index % 3}/${index}.md`, `${index}\n`]),
    );
    const commit = await commitTo(bare, "main", { ...files, "other/x": "x\n" });
    const paths = Object.keys(files);

    const first = await requestsOf(() => repository.tree(remote, commit, "templates", true, signal));
    const second = await requestsOf(() => repository.blobs(remote, commit, paths, 100, signal));

    expect([first, second]).toEqual([2, 1]);
    const blobs = await repository.blobs(remote, commit, paths, 100, signal);
    expect(blobs.map(({ path, bytes }) => [path, String(Buffer.from(bytes))])).toEqual(Object.entries(files));
  });
});

describe("a server that lacks something", () => {
  it("is asked once what it can, and then left to the git command", async () => {
    opened.server.switches.noVersion2 = true;
    const { remote } = await make("specs");
    const other = await make("other");

    const first = await requestsOf(() => repository.state(remote, ["main"], signal));
    const second = await requestsOf(() => repository.state(other.remote, ["main"], signal));

    expect([first, second]).toEqual([3, 1]);
    expect(await seed(remote)).toMatchObject({ kind: "pushed" });
  });

  it("and can have learnt it meanwhile", async () => {
    const { remote, bare } = await make("specs");
    await git(bare, "config", "uploadpack.allowFilter", "false");
    const viaGit = await requestsOf(() => repository.prepare(remote, change, signal));
    await git(bare, "config", "uploadpack.allowFilter", "true");
    const remembered = await requestsOf(() => repository.prepare(remote, { ...change, branch: "other" }, signal));
    now += 2 * 60 * 60 * 1_000;

    const later = await requestsOf(() => repository.prepare(remote, { ...change, branch: "third" }, signal));

    expect(viaGit).toBeGreaterThan(4);
    expect(remembered).toBeGreaterThan(later);
    expect(later).toBe(2);
  });

  it("still gives its supporting repositories two requests", async () => {
    opened.server.switches.noVersion2 = true;
    const { remote, base } = await make("backend");

    const requests = await requestsOf(async () => {
      await repository.pushState(remote, ["main"], signal);
      await repository.createBranch(remote, "feature", base, signal);
    });

    expect(requests).toBe(2);
  });
});

describe("a repository with 10,000 branches", () => {
  it("is looked at without reading them all", async () => {
    const { remote, bare, base } = await make("big");
    const lines = Array.from({ length: 10_000 }, (_, index) => `${base} refs/heads/team/${index}`).sort();
    const { writeFile } = await import("node:fs/promises");
    await writeFile(join(bare, "packed-refs"), `# pack-refs with: peeled fully-peeled sorted \n${lines.join("\n")}\n`);

    const state = await repository.pushState(remote, ["main", "team/77", "eam/77"], signal);
    const created = await repository.createBranch(remote, "feature", base, signal);
    const blocked = repository.createBranch(remote, "team", base, signal);

    expect([state.canPush, [...state.branches.keys()]]).toEqual([true, ["main", "team/77"]]);
    expect(created).toEqual({ kind: "pushed", sha: base });
    await expect(blocked).rejects.toMatchObject({ code: "branch-exists" });
    expect((await repository.prepare(remote, { ...change, branch: "x" }, signal)).base).toBe(base);
    opened.server.switches.denyPush = 403;
    expect(await repository.canPush(remote, signal)).toBe(false);
  });
});
