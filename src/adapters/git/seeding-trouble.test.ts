import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Change, Remote } from "#ports/git-repository.ts";
import { commitTo, git } from "#test/fakes/bare-repository.ts";
import { openServerRemotes } from "#test/fakes/git-remotes.ts";
import { SeedingGitRepository } from "./seeding-git-repository.ts";

const { signal } = new AbortController();
const change: Change = {
  baseBranch: "main",
  branch: "feature",
  files: async () => [{ path: "a.md", content: Buffer.from("a\n"), executable: false }],
  message: "chore: seed",
  author: { name: "vTeam Bot", email: "vteam-bot@ambient-code.io" },
  date: "2026-11-22T12:00:00.000Z",
};

describe("pushing to a host that is in the way", () => {
  let opened: Awaited<ReturnType<typeof openServerRemotes>>;
  let repository: SeedingGitRepository;
  let remote: Remote;
  let bare: string;
  let base: string;

  beforeEach(async () => {
    opened = await openServerRemotes();
    repository = new SeedingGitRepository({
      git: opened.git,
      directory: join(opened.directory, "mirrors"),
      locate: () => undefined,
      now: Date.now,
    });
    ({ remote, bare } = await opened.make("specs"));
    base = await commitTo(bare, "main", { "README.md": "hello\n" });
  });
  afterEach(() => opened.close());

  it("tells no right to push from a refused credential and from a host that talks no git", async () => {
    const { switches } = opened.server;
    const refused = opened.refused?.(remote) ?? remote;

    switches.denyPush = 403;
    expect(await repository.canPush(remote, signal)).toBe(false);
    switches.denyPush = undefined;
    await expect(repository.canPush(refused, signal)).rejects.toMatchObject({ code: "git-credential-refused" });
    switches.emptyAnswers = true;
    await expect(repository.canPush(remote, signal)).rejects.toMatchObject({ code: "git-protocol" });
    await opened.server.close();
    await expect(repository.canPush(remote, signal)).rejects.toMatchObject({ code: "git-host-unreachable" });
  });

  it("repeats a refusal of the host in its own words, made harmless", async () => {
    await mkdir(join(bare, "hooks"), { recursive: true });
    await writeFile(
      join(bare, "hooks", "pre-receive"),
      '#!/bin/sh\nprintf "\\033[31mrule 7: ask the owner\\n" >&2\nexit 1\n',
    );
    await chmod(join(bare, "hooks", "pre-receive"), 0o755);
    const prepared = await repository.prepare(remote, change, signal);

    const error = await prepared.push(signal).catch((problem: unknown) => problem);

    expect(error).toMatchObject({ code: "push-refused", message: expect.stringContaining("rule 7: ask the owner") });
    expect(String(error)).not.toContain("\u001b");
    await expect(repository.createBranch(remote, "other", base, signal)).rejects.toMatchObject({
      code: "push-refused",
    });
  });

  it("says that a push without the right to it was refused", async () => {
    const prepared = await repository.prepare(remote, change, signal);
    opened.server.switches.denyPush = 403;

    await expect(prepared.push(signal)).rejects.toMatchObject({ code: "push-refused" });
    expect(await git(bare, "for-each-ref", "--format=%(refname)")).toBe("refs/heads/main");
  });

  it("finds out that a push arrived although its answer was lost", async () => {
    const prepared = await repository.prepare(remote, change, signal);
    opened.server.switches.cutAfterPush = true;

    const outcome = await prepared.push(signal);

    expect(outcome).toEqual({ kind: "already", sha: prepared.next });
    expect(await git(bare, "rev-parse", "feature")).toBe(prepared.next);
  });

  it("shows nothing of a mirror to a credential that may not see the remote", async () => {
    const commit = (await repository.resolve(remote, "main", signal)) ?? "";

    const stranger = repository.blob(opened.refused?.(remote) ?? remote, commit, "README.md", 100, signal);

    await expect(stranger).rejects.toMatchObject({ code: "git-credential-refused" });
  });

  it("fetches once for many who ask for the same branch", async () => {
    await repository.state(remote, ["main"], signal);
    const before = opened.server.counters.requests;

    const answers = await Promise.all(Array.from({ length: 5 }, () => repository.resolve(remote, base, signal)));

    expect(new Set(answers)).toEqual(new Set([base]));
    expect(opened.server.counters.requests - before).toBeLessThanOrEqual(3);
  });
});
