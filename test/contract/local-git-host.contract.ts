import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, vi } from "vitest";
import type { LocalGitHost } from "#ports/local-git-host.ts";
import { git, writeFiles } from "#test/fakes/bare-repository.ts";
import { type ContractOptions, contractTests } from "./contract-tests.ts";

interface OpenLocalGitHost {
  host: LocalGitHost;
  /** Where <origin>/<project>/<name>.git is served over real HTTP. */
  origin: string;
  close(): Promise<void>;
}

export function describeLocalGitHost(
  name: string,
  open: () => Promise<OpenLocalGitHost>,
  options: ContractOptions = {},
): void {
  describe(`${name} as a local git host`, () => {
    const test = contractTests(options);
    let opened: OpenLocalGitHost;
    let host: LocalGitHost;
    let work: string;

    beforeEach(async () => {
      opened = await open();
      host = opened.host;
      work = await mkdtemp(join(tmpdir(), "vteam-host-test-"));
    });
    afterEach(async () => {
      await opened.close();
      await rm(work, { recursive: true, force: true });
    });

    /** Clones, commits a file and pushes it to main, as a person does. */
    async function pushAs(person: string, files: Record<string, string | Uint8Array>): Promise<string> {
      const directory = join(work, person);
      await git(work, "clone", "--quiet", `${opened.origin}/payments/specs.git`, person);
      await writeFiles(directory, files);
      await git(directory, "add", "--all");
      await git(directory, "commit", "--quiet", "-m", `by ${person}`);
      await git(directory, "push", "--quiet", "origin", "HEAD:refs/heads/main");
      return directory;
    }

    test("makes an empty repository with the default branch that was asked for", async () => {
      const created = await host.create("payments", "specs", "trunk");

      expect(created).toMatchObject({ project: "payments", name: "specs", defaultBranch: "trunk", pushedAt: null });
      expect(await host.get("payments", "specs")).toEqual(created);
      expect(await host.list("payments")).toEqual([created]);
      expect(await host.list("another")).toEqual([]);
      expect(await host.get("another", "specs")).toBeUndefined();
    });

    test("refuses a second repository of the same name, however many ask at once", async () => {
      const answers = await Promise.allSettled([1, 2, 3, 4].map(() => host.create("payments", "specs", "main")));

      expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason.code] : []))).toEqual(
        Array(3).fill("already-exists"),
      );
    });

    test("refuses names that are no repository names", async () => {
      const names = ["", ".", "..", "../x", "a/b", "a.git", "-x", ".hidden", "a..b", "a\0b", "x".repeat(101), "a.lock"];

      const answers = await Promise.allSettled(names.map((bad) => host.create("payments", bad, "main")));
      const branch = host.create("payments", "fine", "../main").catch((error) => error.code);

      expect(answers.map((answer) => answer.status === "rejected" && answer.reason.code)).toEqual(
        names.map(() => "invalid-fields"),
      );
      expect(await branch).toBe("invalid-branch-name");
      expect(await host.list("payments")).toEqual([]);
    });

    test("takes a push from an ordinary git and gives it to another", async () => {
      await host.create("payments", "specs", "main");

      await pushAs("ada", { "README.md": "hello\n" });
      const grace = await pushAs("grace", { "more.md": "more\n" });

      expect(await git(grace, "log", "--format=%s")).toBe("by grace\nby ada");
      expect(await git(work, "ls-remote", `${opened.origin}/payments/specs.git`, "HEAD")).toBe(
        `${await git(grace, "rev-parse", "HEAD")}\tHEAD`,
      );
    });

    test("carries packs of many megabytes both ways", async () => {
      await host.create("payments", "specs", "main");
      const big = new Uint8Array(12 * 1024 * 1024);
      for (let index = 0; index < big.length; index += 65_536)
        crypto.getRandomValues(big.subarray(index, index + 65_536));

      const ada = await pushAs("ada", { "big.bin": big });
      await git(work, "clone", "--quiet", `${opened.origin}/payments/specs.git`, "copy");

      expect(await git(join(work, "copy"), "rev-parse", "HEAD:big.bin")).toBe(
        await git(ada, "rev-parse", "HEAD:big.bin"),
      );
      expect((await host.get("payments", "specs"))?.sizeBytes).toBeGreaterThan(big.length);
    });

    test("serves partial clones and protocol version 2", async () => {
      await host.create("payments", "specs", "main");
      await pushAs("ada", { "README.md": "hello\n" });
      const url = `${opened.origin}/payments/specs.git`;

      await git(work, "clone", "--quiet", "--bare", "--filter=blob:none", "--depth=1", url, "part.git");
      const advertised = await fetch(`${url}/info/refs?service=git-upload-pack`, {
        headers: { "git-protocol": "version=2" },
      });

      expect(await git(join(work, "part.git"), "count-objects")).toMatch(/^[02] objects/);
      expect(await advertised.text()).toContain("version 2");
    });

    test("tells about each push once, and only about pushes that changed something", async () => {
      await host.create("payments", "specs", "main");
      const seen: unknown[] = [];
      const stop = host.onPush((pushed) => seen.push(pushed));

      const ada = await pushAs("ada", { a: "a\n" });
      await vi.waitFor(() => expect(seen).toEqual([{ project: "payments", name: "specs" }]));
      await git(ada, "push", "--quiet", "origin", "HEAD:refs/heads/main");
      await git(ada, "fetch", "--quiet");
      await git(ada, "push", "--quiet", "origin", "HEAD:refs/heads/other");
      await vi.waitFor(() => expect(seen).toHaveLength(2));
      stop();

      expect((await host.get("payments", "specs"))?.pushedAt).toMatch(/^\d{4}-\d\d-\d\dT/);
    });

    test("serves nothing but the smart protocol, and nothing outside its repositories", async () => {
      await host.create("payments", "specs", "main");
      const rests = [
        "HEAD",
        "config",
        "objects/info/packs",
        "info/refs",
        "git-upload-archive",
        "../../x",
        "info/refs?service=git-evil",
        "git-upload-pack",
      ];
      const names = ["../specs", "..", "none", "specs.git", "."];
      const ask = (repository: string, rest: string) =>
        host.serve(new Request(`http://localhost/git/${rest}`), {
          project: "payments",
          name: repository,
          rest: rest.split("?")[0] ?? "",
          user: "ada",
        });

      const byRest = await Promise.all(rests.map((rest) => ask("specs", rest)));
      const byName = await Promise.all(names.map((repository) => ask(repository, "info/refs?service=git-upload-pack")));

      expect(byRest.map(({ status }) => status)).toEqual(rests.map(() => 403));
      expect(byName.map(({ status }) => status)).toEqual(names.map(() => 404));
    });

    test("forgets a deleted repository, and deletes twice without complaint", async () => {
      await host.create("payments", "specs", "main");
      await pushAs("ada", { a: "a\n" });

      await host.delete("payments", "specs");
      await host.delete("payments", "specs");
      await host.delete("payments", "../payments");

      expect(await host.list("payments")).toEqual([]);
      expect(await host.create("payments", "specs", "main")).toMatchObject({ pushedAt: null });
    });
  });
}
