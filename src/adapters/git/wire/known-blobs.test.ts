import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SeedingGitRepository } from "#adapters/git/seeding-git-repository.ts";
import type { Remote } from "#ports/git-repository.ts";
import { commitTo, git } from "#test/fakes/bare-repository.ts";
import { openServerRemotes } from "#test/fakes/git-remotes.ts";

const { signal } = new AbortController();
// Random, so that it cannot be compressed away.
const kit = randomBytes(50_000);

let opened: Awaited<ReturnType<typeof openServerRemotes>>;
let repository: SeedingGitRepository;
let remote: Remote;
let bare: string;
let pushed: number[];

beforeEach(async () => {
  opened = await openServerRemotes();
  const { git: command, directory } = opened;
  repository = new SeedingGitRepository({
    ...{ git: command, directory: join(directory, "mirrors") },
    ...{ locate: () => undefined, now: Date.now },
  });
  ({ remote, bare } = await opened.make("specs"));
  await commitTo(bare, "main", { "README.md": "hello\n" });
  pushed = [];
  opened.server.switches.intercept = ({ url, method, headers }) => {
    if (method === "POST" && url?.endsWith("/git-receive-pack")) pushed.push(Number(headers["content-length"]));
    return undefined;
  };
});
afterEach(() => opened.close());

/** The same kit on another branch, with one file of its own. */
const prepare = (branch: string) =>
  repository.prepare(
    remote,
    {
      ...{ baseBranch: "main", branch, message: "chore: seed", date: "2026-11-22T12:00:00.000Z" },
      author: { name: "vTeam Bot", email: "vteam-bot@ambient-code.io" },
      files: async () => [
        { path: "kit.bin", content: kit, executable: false },
        { path: `specs/${branch}/.gitkeep`, content: Buffer.alloc(0), executable: false },
      ],
    },
    signal,
  );
const seed = async (branch: string) => (await prepare(branch)).push(signal);
const kitOn = (branch: string) => git(bare, "cat-file", "-s", `${branch}:kit.bin`);

describe("files that a server has from an earlier branch", () => {
  it("are not sent to it again", async () => {
    await seed("one");

    expect((await seed("two")).kind).toBe("pushed");

    expect(await kitOn("two")).toBe("50000");
    expect(pushed[0]).toBeGreaterThan(50_000);
    expect(pushed[1]).toBeLessThan(2_000);
    await git(bare, "fsck", "--full", "--strict");
  });

  it("are sent when that branch is gone or has moved on", async () => {
    await seed("one");
    await git(bare, "update-ref", "-d", "refs/heads/one");
    await seed("two");
    await git(bare, "update-ref", "refs/heads/two", "main");
    await seed("three");

    expect(pushed.map((bytes) => bytes > 50_000)).toEqual([true, true, true]);
  });

  it("are sent after all to a server that lost them meanwhile", async () => {
    await seed("one");
    const second = await prepare("two");
    await git(bare, "update-ref", "-d", "refs/heads/one");
    await git(bare, "gc", "--quiet", "--prune=now");

    expect((await second.push(signal)).kind).toBe("pushed");

    expect(pushed.map((bytes) => bytes > 50_000)).toEqual([true, false, true]);
    expect(await kitOn("two")).toBe("50000");
  });
});
