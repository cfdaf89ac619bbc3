import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GitCommand } from "#adapters/git/git-command.ts";
import { SeedingGitRepository } from "#adapters/git/seeding-git-repository.ts";
import type { Remote } from "#ports/git-repository.ts";
import { commitTo, git } from "#test/fakes/bare-repository.ts";
import { credential, openServerRemotes } from "#test/fakes/git-remotes.ts";
import { canMakeCertificates, openTlsFront, type TlsFront } from "#test/fakes/tls-front.ts";

const { signal } = new AbortController();
let opened: Awaited<ReturnType<typeof openServerRemotes>>;
let front: TlsFront;
let bare: string;
let base: string;

beforeEach(async () => {
  opened = await openServerRemotes();
  ({ bare } = await opened.make("specs"));
  base = await commitTo(bare, "main", { "README.md": "hello\n" });
});
afterEach(async () => {
  await front.close();
  await opened.close();
});

async function behind(host: string, isTrusted: boolean): Promise<{ repository: SeedingGitRepository; remote: Remote }> {
  front = await openTlsFront(opened.server.origin, opened.directory, host);
  const network: Record<string, string> = isTrusted ? { GIT_SSL_CAINFO: front.certificate } : {};
  const command = new GitCommand({
    ...{ home: join(opened.directory, "home"), path: process.env.PATH ?? "", network },
    ...{ allowsHttp: () => false, allowsFile: () => false },
  });
  const directory = join(opened.directory, "mirrors");
  const repository = new SeedingGitRepository({ git: command, directory, locate: () => undefined, now: Date.now });
  return { repository, remote: { url: `${front.origin}/specs.git`, credential } };
}

const problemOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: { code: string; message: string }) => error,
  );

describe.skipIf(!canMakeCertificates)(
  "a git host behind TLS (skipped without openssl: apt-get install openssl)",
  () => {
    it("with a certificate of a named authority is read, and pushed to", async () => {
      const { repository, remote } = await behind("127.0.0.1", true);

      const state = await repository.state(remote, ["main"], signal);
      const pushed = await repository.createBranch(remote, "feature", base, signal);

      expect(state.branches.get("main")).toBe(base);
      expect(pushed).toEqual({ kind: "pushed", sha: base });
      expect(await git(bare, "rev-parse", "feature")).toBe(base);
    });

    it.each([
      ["of an unknown authority", "127.0.0.1", false],
      ["made for another host", "elsewhere.example", true],
    ])("with a certificate %s gets no request and no credential", async (_, host, isTrusted) => {
      const { repository, remote } = await behind(host, isTrusted);

      const problems = await Promise.all([
        problemOf(repository.state(remote, ["main"], signal)),
        problemOf(repository.createBranch(remote, "feature", base, signal)),
      ]);

      for (const problem of problems) {
        expect(problem?.code).toBe("git-host-unreachable");
        expect(problem?.message).toMatch(/certificate .* is not trusted/);
      }
      expect(opened.server.counters.requests).toBe(0);
    });
  },
);
