import { afterEach, beforeEach, describe, expect } from "vitest";
import type { Change, FileWrite, GitRepository } from "#ports/git-repository.ts";
import { commitTo, git } from "#test/fakes/bare-repository.ts";
import { type ContractOptions, contractTests } from "./contract-tests.ts";
import type { OpenGitRepository } from "./git-repository.contract.ts";

const { signal } = new AbortController();
const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const author = { name: "vTeam Bot", email: "vteam-bot@ambient-code.io" };
const write = (path: string, content: string, executable = false): FileWrite => ({
  path,
  content: text(content),
  executable,
});
const change = (files: readonly FileWrite[], over: Partial<Change> = {}): Change => ({
  baseBranch: "main",
  branch: "feature",
  files: async () => [...files],
  message: "chore: initialize feature",
  author,
  date: "2026-11-22T12:00:00.000Z",
  ...over,
});

export function describeGitChanges(
  name: string,
  open: () => Promise<OpenGitRepository>,
  options: ContractOptions = {},
): void {
  describe(`${name} as a writer of changes`, () => {
    const test = contractTests(options);
    let opened: OpenGitRepository;
    let repository: GitRepository;

    beforeEach(async () => {
      opened = await open();
      repository = opened.repository;
    });
    afterEach(() => opened.close());

    test("prepares a change without a trace, then makes it one commit on a new branch", async () => {
      const { remote, bare } = await opened.make("specs");
      const base = await commitTo(bare, "main", {
        "README.md": "hello\n",
        "drop.md": "x\n",
        ".gitignore": ".claude/\n",
      });
      const files = [
        write(".claude/agents/a.md", "agent\n"),
        write("run.sh", "#!\n", true),
        { path: "drop.md", content: undefined, executable: false },
      ];

      const prepared = await repository.prepare(remote, change(files), signal);
      const before = await git(bare, "for-each-ref", "--format=%(refname)");
      const outcome = await prepared.push(signal);

      expect(before).toBe("refs/heads/main");
      expect([prepared.base, prepared.tip, outcome]).toEqual([base, undefined, { kind: "pushed", sha: prepared.next }]);
      expect(await git(bare, "diff", "--raw", "--abbrev=7", base, "feature")).toMatch(
        /100644 .* A\t.claude\/agents\/a.md\n.* D\tdrop.md\n.* 100755 .* A\trun.sh$/,
      );
      expect(await git(bare, "log", "-1", "--format=%an %ae %cn %P %s", "feature")).toBe(
        `vTeam Bot vteam-bot@ambient-code.io vTeam Bot ${base} chore: initialize feature`,
      );
      expect(await git(bare, "fsck", "--strict", "--no-dangling")).toBe("");
    });

    test("makes no second commit of the same change", async () => {
      const { remote, bare } = await opened.make("specs");
      await commitTo(bare, "main", { "README.md": "hello\n" });
      const first = await repository.prepare(remote, change([write("a", "a\n")]), signal);
      await first.push(signal);

      const second = await repository.prepare(remote, change([write("a", "a\n")]), signal);

      expect([second.tip, second.next]).toEqual([first.next, first.next]);
      expect(await second.push(signal)).toEqual({ kind: "already", sha: first.next });
    });

    test("points a new branch at the base when there is nothing to change", async () => {
      const { remote, bare } = await opened.make("specs");
      const base = await commitTo(bare, "main", { a: "a\n" });

      const outcome = await (await repository.prepare(remote, change([write("a", "a\n")]), signal)).push(signal);

      expect(outcome).toEqual({ kind: "pushed", sha: base });
      expect(await git(bare, "rev-parse", "refs/heads/feature")).toBe(base);
    });

    test("shows the deciding function what is on the branch", async () => {
      const { remote, bare } = await opened.make("specs");
      await commitTo(bare, "main", { "d/a.md": "a\n" });
      await commitTo(bare, "feature", { "d/b.md": "b\n" }, { from: "main" });
      const seen: unknown[] = [];
      const files: Change["files"] = async (reader) => {
        seen.push(
          (await reader.list("d")).map(({ path }) => path),
          await reader.list("none"),
          String(await reader.read("d/b.md")),
          (await reader.entry("d"))?.type,
        );
        return [];
      };

      await repository.prepare(remote, change([], { files }), signal);

      expect(seen).toEqual([["d/a.md", "d/b.md"], [], "b\n", "tree"]);
    });

    test("names what is in the way instead of writing through or over it", async () => {
      const { remote, bare } = await opened.make("specs");
      await commitTo(bare, "main", { ".claude": { link: "/tmp" }, ".specify": "a file\n", "doc.md/x": "x\n" });
      const files = [
        write(".claude/agents/a.md", "a"),
        write(".specify/x/y.md", "a"),
        write("doc.md", "a"),
        write("fine.md", "a"),
      ];

      const prepared = repository.prepare(remote, change(files), signal);

      await expect(prepared).rejects.toMatchObject({
        code: "seed-conflict",
        errors: [{ pointer: "/.claude" }, { pointer: "/.specify" }, { pointer: "/doc.md" }],
      });
    });

    test("refuses paths that no repository should hold", async () => {
      const { remote, bare } = await opened.make("specs");
      await commitTo(bare, "main", { a: "a\n" });
      const paths = [".git/config", "a/../b", "/etc/passwd", "", "x/.GIT/hooks/y", "a//b"];

      const answers = await Promise.allSettled(
        paths.map((path) => repository.prepare(remote, change([write(path, "x")]), signal)),
      );

      expect(answers.map((answer) => answer.status === "rejected" && answer.reason.code)).toEqual(
        paths.map(() => "seed-conflict"),
      );
    });

    test("says what keeps a change from being prepared", async () => {
      const empty = await opened.make("empty");
      const specs = await opened.make("specs");
      await commitTo(specs.bare, "main", { a: "a\n" });
      await commitTo(specs.bare, "taken", { a: "b\n" }, { from: "main" });
      await commitTo(specs.bare, "deep/er", { a: "b\n" }, { from: "main" });

      const answers = await Promise.allSettled([
        repository.prepare(empty.remote, change([]), signal),
        repository.prepare(specs.remote, change([], { baseBranch: "none" }), signal),
        repository.prepare(specs.remote, change([], { branch: "taken/x" }), signal),
        repository.prepare(specs.remote, change([], { branch: "deep" }), signal),
        repository.prepare(specs.remote, change([], { branch: "-x" }), signal),
      ]);

      expect(answers.map((answer) => answer.status === "rejected" && answer.reason.code)).toEqual([
        "repository-empty",
        "base-branch-missing",
        "branch-exists",
        "branch-exists",
        "invalid-branch-name",
      ]);
    });

    test("writes nothing when the branch moved between preparing and pushing", async () => {
      const { remote, bare } = await opened.make("specs");
      await commitTo(bare, "main", { a: "a\n" });
      const created = await repository.prepare(remote, change([write("x", "1")]), signal);
      const theirs = await commitTo(bare, "feature", { y: "y\n" }, { from: "main" });
      const updated = await repository.prepare(remote, change([write("x", "1")]), signal);
      const later = await commitTo(bare, "feature", { z: "z\n" });

      expect(await created.push(signal)).toEqual({ kind: "moved", sha: later });
      expect(await updated.push(signal)).toEqual({ kind: "moved", sha: later });
      expect([updated.tip, await git(bare, "rev-parse", "feature")]).toEqual([theirs, later]);
    });

    test("lets two who prepare the same change both succeed with one commit", async () => {
      const { remote, bare } = await opened.make("specs");
      const base = await commitTo(bare, "main", { a: "a\n" });
      const seed = async () => (await repository.prepare(remote, change([write("x", "1")]), signal)).push(signal);

      const outcomes = await Promise.all([seed(), seed(), seed()]);

      expect(new Set(outcomes.map(({ sha }) => sha)).size).toBe(1);
      expect(outcomes.every(({ kind }) => kind === "pushed" || kind === "already")).toBe(true);
      expect(await git(bare, "rev-list", "--count", `${base}..feature`)).toBe("1");
    });

    test("creates a branch once, for everyone who wants it", async () => {
      const { remote, bare } = await opened.make("backend");
      const base = await commitTo(bare, "main", { a: "a\n" });

      const outcomes = await Promise.all([1, 2, 3].map(() => repository.createBranch(remote, "feature", base, signal)));
      const later = await commitTo(bare, "feature", { b: "b\n" });
      const again = await repository.createBranch(remote, "feature", base, signal);

      expect(outcomes.map(({ sha }) => sha)).toEqual([base, base, base]);
      expect(again).toEqual({ kind: "already", sha: later });
      expect(await git(bare, "for-each-ref", "--format=%(refname)")).toBe("refs/heads/feature\nrefs/heads/main");
    });

    test("refuses to create a branch at an unknown commit or in the way of another", async () => {
      const { remote, bare } = await opened.make("backend");
      const base = await commitTo(bare, "main", { a: "a\n" });

      const answers = await Promise.allSettled([
        repository.createBranch(remote, "feature", "1".repeat(40), signal),
        repository.createBranch(remote, "main/x", base, signal),
      ]);

      expect(answers.map((answer) => answer.status === "rejected" && answer.reason.code)).toEqual([
        "ref-not-found",
        "branch-exists",
      ]);
    });
  });
}
