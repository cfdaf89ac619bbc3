import { mkdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect } from "vitest";
import type { Remote } from "#ports/git-repository.ts";
import type { CheckoutRequest, GitWorkspace } from "#ports/git-workspace.ts";
import { commitTo, type Files, git, writeFiles } from "#test/fakes/bare-repository.ts";
import { type ContractOptions, contractTests } from "./contract-tests.ts";

interface OpenGitWorkspace {
  workspace: GitWorkspace;
  /** Where checkouts may go. */
  directory: string;
  make(name: string): Promise<{ remote: Remote; bare: string }>;
  /** Lets the remote refuse every push to refs that match, in the way a host's branch rule does; "" lets all pass. */
  refusePushes(bare: string, pattern: string): Promise<void>;
  close(): Promise<void>;
}

const { signal } = new AbortController();
const message = (changed: { path: string }[]): string => `docs: change ${changed.map(({ path }) => path).join(", ")}`;

export function describeGitWorkspace(
  name: string,
  open: () => Promise<OpenGitWorkspace>,
  options: ContractOptions = {},
): void {
  describe(`${name} as a git workspace`, () => {
    const test = contractTests(options);
    let opened: OpenGitWorkspace;
    let workspace: GitWorkspace;
    let remote: Remote;
    let bare: string;

    beforeEach(async () => {
      opened = await open();
      workspace = opened.workspace;
      ({ remote, bare } = await opened.make("specs"));
      await commitTo(bare, "main", {
        "README.md": "one\ntwo\nthree\n",
        ".gitignore": "ignored/\n",
        "run.sh": "#!/bin/sh\n",
      });
      await commitTo(bare, "feature", { "spec.md": "spec\n" }, { from: "main" });
    });
    afterEach(() => opened.close());

    const requestFor = (id: string, over: Partial<CheckoutRequest> = {}): CheckoutRequest => ({
      remote,
      branch: "feature",
      directory: join(opened.directory, id),
      cleanDirectory: join(opened.directory, `${id}-clean.git`),
      ...over,
    });
    const target = () => ({ remote, branch: "feature", rescueBranch: "vteam-rescue/session-1" });

    /** Checks out, lets `act` be the agent, and takes in what it left. */
    async function session(
      id: string,
      act: Files | ((directory: string) => Promise<void>),
      over: Partial<CheckoutRequest> = {},
    ) {
      const request = requestFor(id, over);
      const checkout = await workspace.checkout(request, signal);
      if (typeof act === "function") await act(request.directory);
      else await writeFiles(request.directory, act);
      return { request, checkout, collected: await workspace.collect(request, checkout, message, signal) };
    }

    test("checks out a branch for an agent that learns neither remote nor credential", async () => {
      const checkout = await workspace.checkout(requestFor("a"), signal);

      const config = await git(checkout.directory, "config", "--list");
      expect(checkout.commit).toBe(await git(bare, "rev-parse", "feature"));
      expect(await git(checkout.directory, "branch", "--show-current")).toBe("feature");
      expect(await git(checkout.directory, "rev-list", "--count", "HEAD")).toBe("2");
      expect(await git(checkout.directory, "config", "user.name")).toBe("vTeam Bot");
      expect(config).not.toContain(remote.url);
      await expect(git(checkout.directory, "push", "origin", "HEAD")).rejects.toThrow("runner-pushes");
    });

    test("says that a branch is missing", async () => {
      const answer = workspace.checkout(requestFor("a", { branch: "nothing" }), signal);

      await expect(answer).rejects.toMatchObject({ code: "ref-not-found" });
    });

    test("takes in commits and, as one more commit, what was left uncommitted", async () => {
      const { checkout, collected, request } = await session("a", async (directory) => {
        await writeFiles(directory, { "plan.md": "plan\n" });
        await git(directory, "add", "plan.md");
        await git(directory, "commit", "--quiet", "-m", "docs: plan");
        await writeFiles(directory, {
          "tasks.md": "1\n2\n",
          "README.md": "one\n",
          "run.sh": null,
          "ignored/x": "x\n",
          "deep/er/f.sh": "#!/bin/sh\n",
        });
      });

      const log = await git(
        request.cleanDirectory,
        "log",
        "--format=%an|%s",
        `${checkout.commit}..${collected.commit}`,
      );
      expect(log).toBe("vTeam Bot|docs: change README.md, deep/er/f.sh, run.sh, tasks.md\nAda|docs: plan");
      expect(collected.files).toEqual([
        { path: "README.md", status: "modified" },
        { path: "deep/er/f.sh", status: "added" },
        { path: "plan.md", status: "added" },
        { path: "run.sh", status: "deleted" },
        { path: "tasks.md", status: "added" },
      ]);
      expect([collected.added, collected.removed]).toEqual([4, 3]);
      expect(await git(bare, "rev-parse", "feature")).toBe(checkout.commit);
    });

    test("publishes what it took in", async () => {
      const { request, collected } = await session("a", { "plan.md": "plan\n" });

      const outcome = await workspace.publish(request, collected, target(), signal);

      expect(outcome).toEqual({ kind: "pushed", commit: collected.commit });
      expect(await git(bare, "rev-parse", "feature")).toBe(collected.commit);
      expect(await git(bare, "show", "feature:plan.md")).toBe("plan");
    });

    test("publishes nothing when the agent left nothing, or only what we put there", async () => {
      const nothing = await session("a", {});
      const ours = await session(
        "b",
        { ".specify/feature.json": "{}\n", "agent/x": "x\n" },
        { exclude: [".specify/feature.json", "agent"] },
      );

      const outcomes = [
        await workspace.publish(nothing.request, nothing.collected, target(), signal),
        await workspace.publish(ours.request, ours.collected, target(), signal),
      ];

      expect(outcomes).toEqual([{ kind: "unchanged" }, { kind: "unchanged" }]);
      expect(nothing.collected).toEqual({ commit: nothing.checkout.commit, files: [], added: 0, removed: 0 });
    });

    test("publishes to a branch that does not exist yet", async () => {
      const { request, collected } = await session("a", { "plan.md": "plan\n" });

      const outcome = await workspace.publish(request, collected, { ...target(), branch: "another" }, signal);

      expect(outcome.kind).toBe("pushed");
      expect(await git(bare, "rev-parse", "another")).toBe(collected.commit);
    });

    test("puts the work on top of what others pushed meanwhile", async () => {
      const { request, collected } = await session("a", async (directory) => {
        await writeFiles(directory, { "plan.md": "plan\n" });
        await git(directory, "add", "plan.md");
        await git(directory, "commit", "--quiet", "-m", "docs: plan");
        await writeFiles(directory, { "README.md": "one\ntwo\nthree\nfour\n" });
      });
      const theirs = await commitTo(bare, "feature", { "README.md": "zero\none\ntwo\nthree\n" });

      const outcome = await workspace.publish(request, collected, target(), signal);

      expect(outcome.kind).toBe("pushed");
      expect(await git(bare, "log", "--format=%an %cn %s", `${theirs}..feature`)).toBe(
        "vTeam Bot vTeam Bot docs: change README.md\nAda vTeam Bot docs: plan",
      );
      expect(await git(bare, "show", "feature:README.md")).toBe("zero\none\ntwo\nthree\nfour");
    });

    test("keeps conflicting work on the rescue branch and leaves the target alone", async () => {
      const { request, collected } = await session("a", { "spec.md": "mine\n" });
      const theirs = await commitTo(bare, "feature", { "spec.md": "theirs\n" });

      const outcome = await workspace.publish(request, collected, target(), signal);

      expect(outcome).toMatchObject({
        kind: "rescued",
        rescueRef: "refs/heads/vteam-rescue/session-1",
        commit: collected.commit,
      });
      expect(await git(bare, "rev-parse", "feature")).toBe(theirs);
      expect(await git(bare, "show", "vteam-rescue/session-1:spec.md")).toBe("mine");
    });

    test("keeps work on the rescue branch when the host refuses its branch, in the host's words", async () => {
      const { request, collected } = await session("a", { "plan.md": "plan\n" });
      await opened.refusePushes(bare, "refs/heads/feature");

      const outcome = await workspace.publish(request, collected, target(), signal);

      expect(outcome).toMatchObject({ kind: "rescued", rescueRef: "refs/heads/vteam-rescue/session-1" });
      expect(outcome).toHaveProperty("why", expect.stringContaining("this branch is guarded"));
    });

    test("keeps work in a bundle when the host takes nothing at all", async () => {
      const { request, checkout, collected } = await session("a", { "plan.md": "plan\n" });
      await opened.refusePushes(bare, "refs/*");

      const outcome = await workspace.publish(request, collected, target(), signal);

      const bundle = outcome.kind === "rescued" ? outcome.rescueRef : "";
      await git(bare, "fetch", "--quiet", bundle, "refs/vteam/collected:refs/heads/from-bundle");
      expect(await git(bare, "rev-parse", "from-bundle", "feature")).toBe(`${collected.commit}\n${checkout.commit}`);
    });

    test("rescues without touching the target, twice to the same place", async () => {
      const { request, checkout, collected } = await session("a", { "plan.md": "plan\n" });

      const first = await workspace.rescue(request, collected, target(), signal);
      const second = await workspace.rescue(request, collected, target(), signal);

      expect(first).toMatchObject({ kind: "rescued", rescueRef: "refs/heads/vteam-rescue/session-1" });
      expect(second).toEqual(first);
      expect(await git(bare, "rev-parse", "feature")).toBe(checkout.commit);
    });

    // Sixteen sessions with some ten git processes each, and up to sixteen rounds of the race: minutes on a busy machine.
    test(
      "loses nothing when 16 publish to one branch at once",
      async () => {
        const sessions = [];
        for (let index = 0; index < 16; index += 1)
          sessions.push(await session(`s${index}`, { [`file-${index}.md`]: `${index}\n` }));

        const outcomes = await Promise.all(
          sessions.map(({ request, collected }) => workspace.publish(request, collected, target(), signal)),
        );

        expect(outcomes.map(({ kind }) => kind)).toEqual(Array(16).fill("pushed"));
        expect(
          (await git(bare, "ls-tree", "--name-only", "feature")).split("\n").filter((path) => path.startsWith("file-")),
        ).toHaveLength(16);
        expect(await git(bare, "rev-list", "--count", "main..feature")).toBe("17");
      },
      { timeout: 240_000 },
    );

    test("keeps the content when the agent rewrote history or destroyed its repository", async () => {
      const rewritten = await session("a", async (directory) => {
        await writeFiles(directory, { "plan.md": "plan\n" });
        await git(directory, "add", "plan.md");
        await git(directory, "commit", "--quiet", "--amend", "-m", "rewritten");
      });
      const destroyed = await session("b", async (directory) => {
        await rm(join(directory, ".git"), { recursive: true });
        await writeFiles(directory, { "plan.md": "plan\n" });
      });

      for (const { request, checkout, collected } of [rewritten, destroyed]) {
        expect(await git(request.cleanDirectory, "rev-parse", `${collected.commit}^`)).toBe(checkout.commit);
        expect(collected.files).toEqual([{ path: "plan.md", status: "added" }]);
      }
    });

    test("knows whether a work tree is as it was checked out", async () => {
      const request = requestFor("a");
      const checkout = await workspace.checkout(request, signal);
      const judge = async (act: () => Promise<unknown>) => {
        await act();
        return await workspace.isPristine(request, checkout, signal);
      };

      const fresh = await judge(async () => {});
      const ignored = await judge(() => writeFiles(request.directory, { "ignored/x": "x" }));
      const edited = await judge(() => writeFiles(request.directory, { "spec.md": "spek\n" }));
      const restored = await judge(() => writeFiles(request.directory, { "spec.md": "spec\n" }));
      const committed = await judge(() => git(request.directory, "commit", "--quiet", "--allow-empty", "-m", "x"));

      expect([fresh, ignored, edited, restored, committed]).toEqual([true, true, false, true, false]);
    });

    test("runs nothing that the agent configured, in the repository or in one inside it", async () => {
      const trace = join(opened.directory, "agent-code-ran");
      const program = join(opened.directory, "program.sh");
      await writeFile(program, `#!/bin/sh\ntouch ${trace}\ncat\n`, { mode: 0o755 });

      const { request, collected } = await session("a", async (directory) => {
        const traps = [
          "core.fsmonitor",
          "core.sshCommand",
          "filter.evil.clean",
          "filter.evil.smudge",
          "diff.evil.textconv",
          "uploadpack.packObjectsHook",
          "core.alternateRefsCommand",
        ];
        for (const inside of ["", "inner"]) {
          const repository = join(directory, inside);
          await mkdir(repository, { recursive: true });
          if (inside !== "") await git(repository, "init", "--quiet");
          for (const trap of traps) await git(repository, "config", trap, program);
          await git(repository, "config", "core.hooksPath", opened.directory);
        }
        for (const hook of ["pre-commit", "post-index-change", "reference-transaction", "pre-push", "post-checkout"]) {
          await symlink(program, join(opened.directory, hook));
        }
        await writeFiles(directory, {
          ".gitattributes": "* filter=evil diff=evil\n",
          "plan.md": "plan\n",
          "inner/file": "x\n",
        });
      });
      const outcome = await workspace.publish(request, collected, target(), signal);

      expect(outcome.kind).toBe("pushed");
      expect(await git(bare, "show", "feature:plan.md")).toBe("plan");
      await expect(stat(trace)).rejects.toMatchObject({ code: "ENOENT" });
    });

    test("saves links as links, and skips what no repository can hold", async () => {
      const { request, collected } = await session("a", async (directory) => {
        await symlink("/etc/passwd", join(directory, "link"));
        await rm(join(directory, "README.md"));
        await symlink("/etc", join(directory, "README.md"));
        await writeFile(join(directory, "secret"), "x", { mode: 0o000 });
        await git(directory, "config", "core.symlinks", "false");
      });

      expect(await git(request.cleanDirectory, "ls-tree", collected.commit, "link", "README.md")).toMatch(
        /^120000 .*README.md\n120000 .*link$/,
      );
      expect(await git(request.cleanDirectory, "show", `${collected.commit}:link`)).toBe("/etc/passwd");
    });
  });
}
