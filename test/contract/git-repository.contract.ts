import { afterEach, beforeEach, describe, expect } from "vitest";
import type { GitRepository, Remote } from "#ports/git-repository.ts";
import { commitTo, git } from "#test/fakes/bare-repository.ts";
import { type ContractOptions, contractTests } from "./contract-tests.ts";

export interface OpenGitRepository {
  repository: GitRepository;
  /** A new empty repository: as a remote, and as the bare directory behind it. */
  make(name: string): Promise<{ remote: Remote; bare: string }>;
  missing: Remote;
  close(): Promise<void>;
}

const { signal } = new AbortController();
export function describeGitRepository(
  name: string,
  open: () => Promise<OpenGitRepository>,
  options: ContractOptions = {},
): void {
  describe(`${name} as a git repository`, () => {
    const test = contractTests(options);
    let opened: OpenGitRepository;
    let repository: GitRepository;

    beforeEach(async () => {
      opened = await open();
      repository = opened.repository;
    });
    afterEach(() => opened.close());

    test("tells the default branch and exactly the branches that were asked for", async () => {
      const { remote, bare } = await opened.make("specs");
      const main = await commitTo(bare, "main", { "README.md": "hello\n" });
      await commitTo(bare, "team/x", { "x.md": "x\n" }, { from: "main" });

      const state = await repository.state(remote, ["main", "x"], signal);

      expect(state).toEqual({ defaultBranch: "main", branches: new Map([["main", main]]), isEmpty: false });
    });

    test("tells every branch, and nothing that is none", async () => {
      const { remote, bare } = await opened.make("specs");
      const main = await commitTo(bare, "main", { "README.md": "hello\n" });
      const work = await commitTo(bare, "team/x", { "x.md": "x\n" }, { from: "main" });
      await git(bare, "tag", "-a", "v1", "-m", "first", "main");
      await git(bare, "update-ref", "refs/pull/refs/heads/1", main);

      const all = await repository.allBranches(remote, signal);
      const empty = await repository.allBranches((await opened.make("empty")).remote, signal);

      const branches = new Map([
        ["main", main],
        ["team/x", work],
      ]);
      expect(all).toEqual({ defaultBranch: "main", branches, isEmpty: false });
      expect(empty).toMatchObject({ branches: new Map(), isEmpty: true });
    });

    test("tells an empty repository from one without the asked branch", async () => {
      const empty = await opened.make("empty");
      const other = await opened.make("other");
      await commitTo(other.bare, "trunk", { a: "a\n" });

      const states = await Promise.all([empty, other].map(({ remote }) => repository.state(remote, ["main"], signal)));

      expect(states.map(({ isEmpty, branches }) => [isEmpty, branches.size])).toEqual([
        [true, 0],
        [false, 0],
      ]);
    });

    test("says that a repository is missing, whatever is asked of it", async () => {
      const answers = await Promise.allSettled([
        repository.state(opened.missing, ["main"], signal),
        repository.allBranches(opened.missing, signal),
        repository.canPush(opened.missing, signal),
        repository.resolve(opened.missing, "main", signal),
        repository.createBranch(opened.missing, "feature", "1".repeat(40), signal),
      ]);

      expect(answers.map((answer) => (answer.status === "rejected" ? answer.reason.code : answer.value))).toEqual(
        Array(5).fill("repository-not-found"),
      );
    });

    test("knows who may push, also to an empty repository", async () => {
      const { remote } = await opened.make("empty");

      expect(await repository.canPush(remote, signal)).toBe(true);
    });

    test("resolves branches and commits, and nothing else", async () => {
      const { remote, bare } = await opened.make("specs");
      const first = await commitTo(bare, "main", { a: "1\n" });
      const second = await commitTo(bare, "main", { a: "2\n" });
      const refs = ["main", second, first, "nothing", "0".repeat(40), "refs/heads/main", "--upload-pack=x", "HEAD~1"];

      const resolved = await Promise.all(refs.map((ref) => repository.resolve(remote, ref, signal)));

      expect(resolved).toEqual([second, second, first, ...Array(5).fill(undefined)]);
    });

    test("finds a tag, annotated or not, by its full name beside a branch of the same name", async () => {
      const { remote, bare } = await opened.make("specs");
      const first = await commitTo(bare, "main", { a: "1\n" });
      await git(bare, "tag", "light", "main");
      await git(bare, "tag", "-a", "v1", "-m", "first", "main");
      const second = await commitTo(bare, "v1", { a: "2\n" }, { from: "main" });
      const names = ["refs/tags/v1", "v1", "refs/tags/light", "refs/tags/none"];

      const { branches } = await repository.state(remote, names, signal);
      const resolved = await repository.resolve(remote, "refs/tags/v1", signal);

      expect(names.map((name) => branches.get(name))).toEqual([first, second, first, undefined]);
      expect(resolved).toBe(first);
    });

    test("reads many files at once, and leaves out what is no file", async () => {
      const { remote, bare } = await opened.make("specs");
      const files = { a: "1\n", "b/c d": "2\n", empty: "", same: "1\n", link: { link: "a" } };
      const commit = await commitTo(bare, "main", files);
      const paths = ["a", "b/c d", "empty", "same", "link", "b", "none"];

      const blobs = await repository.blobs(remote, commit, paths, 100, signal);
      const tooSmall = repository.blobs(remote, commit, paths, 1, signal);

      const texts = blobs.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]);
      expect(Object.fromEntries(texts)).toEqual({ a: "1\n", "b/c d": "2\n", empty: "", same: "1\n" });
      await expect(tooSmall).rejects.toMatchObject({ code: "too-large" });
    });

    test("sees a push at once", async () => {
      const { remote, bare } = await opened.make("specs");
      await commitTo(bare, "main", { a: "1\n" });
      await repository.resolve(remote, "main", signal);
      const second = await commitTo(bare, "main", { a: "2\n" });

      const resolved = await repository.resolve(remote, "main", signal);

      expect(resolved).toBe(second);
      expect((await repository.blob(remote, second, "a", 100, signal))?.bytes).toEqual(Buffer.from("2\n"));
    });

    test("lists a directory, and all below it", async () => {
      const { remote, bare } = await opened.make("specs");
      const files = {
        "README.md": "hello\n",
        "src/[id].ts": "a\n",
        "src/run.sh": "b\n",
        "src/deep/ünï.md": "c\n",
        "src/link": { link: "run.sh" },
      };
      const commit = await commitTo(bare, "main", files);

      const root = await repository.tree(remote, commit, "", false, signal);
      const src = await repository.tree(remote, commit, "src", false, signal);
      const all = await repository.tree(remote, commit, "/src/", true, signal);
      const none = await Promise.all(
        ["nope", "README.md", "../etc", "sr"].map((path) => repository.tree(remote, commit, path, false, signal)),
      );

      expect(root?.map((entry) => `${entry.type} ${entry.name} ${entry.size ?? "-"}`)).toEqual([
        "blob README.md 6",
        "tree src -",
      ]);
      expect(src?.map((entry) => `${entry.mode} ${entry.path}`)).toEqual([
        "100644 src/[id].ts",
        "040000 src/deep",
        "120000 src/link",
        "100755 src/run.sh",
      ]);
      expect(all?.map((entry) => entry.path)).toEqual([
        "src/[id].ts",
        "src/deep",
        "src/deep/ünï.md",
        "src/link",
        "src/run.sh",
      ]);
      expect(none).toEqual([undefined, undefined, undefined, undefined]);
    });

    test("reads regular files of a commit within a limit", async () => {
      const { remote, bare } = await opened.make("specs");
      const commit = await commitTo(bare, "main", {
        "a.bin": new Uint8Array([0, 255, 10]),
        link: { link: "a.bin" },
        "d/x": "x",
      });

      const blob = await repository.blob(remote, commit, "a.bin", 3, signal);
      const none = await Promise.all(
        ["link", "d", "d/y", ""].map((path) => repository.blob(remote, commit, path, 100, signal)),
      );

      expect(blob).toMatchObject({ path: "a.bin", size: 3, bytes: Buffer.from([0, 255, 10]) });
      expect(none).toEqual([undefined, undefined, undefined, undefined]);
      await expect(repository.blob(remote, commit, "a.bin", 2, signal)).rejects.toMatchObject({ code: "too-large" });
    });

    test("tells the history, newest first, by page and by path", async () => {
      const { remote, bare } = await opened.make("specs");
      await commitTo(bare, "main", { a: "1\n", "b b": "1\n" }, { message: "first\n\nwith a body" });
      const second = await commitTo(bare, "main", { "b b": "2\n" }, { message: "second" });
      const third = await commitTo(bare, "main", { a: null }, { message: "third" });

      const all = await repository.log(remote, third, { skip: 0, limit: 10 }, signal);
      const page = await repository.log(remote, third, { skip: 1, limit: 1 }, signal);
      const ofB = await repository.log(remote, third, { path: "b b", skip: 0, limit: 10 }, signal);

      expect(all.map(({ subject, body }) => [subject, body])).toEqual([
        ["third", ""],
        ["second", ""],
        ["first", "with a body"],
      ]);
      expect(all.map(({ files }) => files)).toEqual([
        [{ path: "a", status: "D" }],
        [{ path: "b b", status: "M" }],
        [
          { path: "a", status: "A" },
          { path: "b b", status: "A" },
        ],
      ]);
      expect(page).toEqual([all[1]]);
      expect(page[0]).toMatchObject({
        sha: second,
        parents: [all[2]?.sha],
        author: { name: "Ada", email: "ada@example.com" },
      });
      expect(ofB.map(({ subject }) => subject)).toEqual(["second", "first"]);
    });

    test("tells what a branch changed since it left another, per file", async () => {
      const { remote, bare } = await opened.make("specs");
      const long = Array.from({ length: 30 }, (_, index) => `line ${index}\n`).join("");
      await commitTo(bare, "main", {
        "old.txt": long,
        "gone.txt": "gone\n",
        bin: new Uint8Array([0, 1]),
        kind: "file\n",
      });
      const changed = {
        "old.txt": null,
        "new.txt": long,
        "gone.txt": null,
        "add ed.txt": "diff --git a/x b/x\n",
        bin: new Uint8Array([0, 2]),
      };
      await commitTo(bare, "feature", { ...changed, kind: null }, { from: "main" });
      const feature = await commitTo(bare, "feature", { kind: { link: "bin" } });
      const main = await commitTo(bare, "main", { "later.txt": "not of the feature\n" });

      const diff = await repository.diff(remote, main, feature, undefined, signal);
      const one = await repository.diff(remote, main, feature, "gone.txt", signal);

      expect(
        diff.map(({ path, oldPath, status, added, removed, binary }) => [
          path,
          oldPath,
          status,
          added,
          removed,
          binary,
        ]),
      ).toEqual([
        ["add ed.txt", undefined, "added", 1, 0, false],
        ["bin", undefined, "modified", 0, 0, true],
        ["gone.txt", undefined, "deleted", 0, 1, false],
        ["kind", undefined, "type-changed", 1, 1, false],
        ["new.txt", "old.txt", "renamed", 0, 0, false],
      ]);
      expect(diff.map(({ patch }) => patch).slice(0, 3)).toEqual([
        "@@ -0,0 +1 @@\n+diff --git a/x b/x\n",
        "",
        "@@ -1 +0,0 @@\n-gone\n",
      ]);
      expect(one).toEqual([diff[2]]);
    });

    test("cuts the patch of a huge file and says so", async () => {
      const { remote, bare } = await opened.make("specs");
      const main = await commitTo(bare, "main", { a: "a\n" });
      const feature = await commitTo(
        bare,
        "feature",
        { huge: "0123456789\n".repeat(40_000), small: "s\n" },
        { from: "main" },
      );

      const diff = await repository.diff(remote, main, feature, undefined, signal);

      expect(diff.map(({ path, truncated, added }) => [path, truncated, added])).toEqual([
        ["huge", true, 40_000],
        ["small", false, 1],
      ]);
      expect(diff[0]?.patch.length).toBeLessThanOrEqual(200_000);
    });

    test("stops when it is told to", async () => {
      const { remote, bare } = await opened.make("specs");
      await commitTo(bare, "main", { a: "a\n" });

      const answer = repository.resolve(remote, "main", AbortSignal.abort(new Error("enough")));

      await expect(answer).rejects.toThrow("enough");
    });
  });
}
