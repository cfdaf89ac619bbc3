import { existsSync } from "node:fs";
import { mkdir, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Remote } from "#ports/git-repository.ts";
import { commitTo } from "#test/fakes/bare-repository.ts";
import { openServerRemotes } from "#test/fakes/git-remotes.ts";
import { MirrorDisk } from "./mirror-disk.ts";
import { SeedingGitRepository } from "./seeding-git-repository.ts";

const HOUR_MS = 60 * 60_000;
const { signal } = new AbortController();

describe("the mirrors' share of the disk", () => {
  let opened: Awaited<ReturnType<typeof openServerRemotes>>;
  let directory: string;
  let time: number;
  beforeEach(async () => {
    opened = await openServerRemotes();
    directory = join(opened.directory, "mirrors");
    time = Date.parse("2026-11-22T12:00:00.000Z");
    await mkdir(directory);
  });
  afterEach(() => opened.close());

  const now = () => time;
  const openDisk = (maxBytes: number, onEvict: (mirror: string) => void = () => {}) =>
    new MirrorDisk({ directory, maxBytes, now, onEvict });
  /** A mirror of so many bytes, last used so many hours ago. */
  async function mirror(digit: string, bytes: number, hoursAgo: number): Promise<string> {
    const path = join(directory, digit.repeat(32));
    await mkdir(join(path, "objects"), { recursive: true });
    await writeFile(join(path, "objects", "pack"), Buffer.alloc(bytes));
    await writeFile(join(path, "HEAD"), "");
    const last = new Date(time - hoursAgo * HOUR_MS);
    await utimes(join(path, "HEAD"), last, last);
    return path;
  }
  const names = async () => (await readdir(directory)).map((name) => name.slice(0, 9)).sort();

  test("is given to those used last, also by an earlier process, and to no more than fit", async () => {
    await mirror("a", 400, 3);
    await mirror("b", 400, 9);
    await mirror("c", 400, 6);
    const disk = openDisk(900);

    await disk.using(join(directory, "d".repeat(32)), async () => {});

    await vi.waitFor(async () => expect(await names()).toEqual(["aaaaaaaaa", "ccccccccc"]));
  });

  test("is not taken from a mirror in use, however long, until it rests", async () => {
    const [old, other] = [await mirror("a", 400, 9), await mirror("b", 400, 3)];
    const disk = openDisk(100);
    const work = Promise.withResolvers<void>();
    const using = disk.using(old, () => work.promise);

    time += 5 * HOUR_MS;
    await disk.using(join(directory, "c".repeat(32)), async () => {});
    await vi.waitFor(() => expect(existsSync(other)).toBe(false));
    const isThere = existsSync(old);
    work.resolve();
    await using;
    time += HOUR_MS;
    await disk.using(join(directory, "c".repeat(32)), async () => {});

    expect(isThere).toBe(true);
    await vi.waitFor(async () => expect(await names()).toEqual([]));
  });

  test("is freed from what a crash left of an eviction", async () => {
    await mkdir(join(directory, ".evicted-x", "objects"), { recursive: true });
    await mirror("a", 400, 9);

    await openDisk(900).using(join(directory, "a".repeat(32)), async () => {});

    await vi.waitFor(async () => expect(await names()).toEqual(["aaaaaaaaa"]));
  });

  test("holds no limit when none is set", async () => {
    const path = await mirror("a", 400, 9);
    const disk = new MirrorDisk({ directory, maxBytes: undefined, now, onEvict: () => {} });

    disk.grew(path);
    await disk.using(path, async () => {});

    expect(existsSync(path)).toBe(true);
  });

  test("costs no reader anything but a fetch: what was evicted is made anew", async () => {
    const git = new SeedingGitRepository({ git: opened.git, directory, maxBytes: 1, locate: () => undefined, now });
    const make = async (name: string): Promise<{ remote: Remote; commit: string }> => {
      const { remote, bare } = await opened.make(name);
      return { remote, commit: await commitTo(bare, "main", { "README.md": `${name}\n` }) };
    };
    const [first, second] = [await make("first"), await make("second")];
    const read = async ({ remote, commit }: typeof first) => {
      const blob = await git.blob(remote, commit, "README.md", 100, signal);
      return Buffer.from(blob?.bytes ?? []).toString("utf8");
    };
    await read(first);
    const [made] = await readdir(directory);

    time += HOUR_MS;
    await read(second);
    await vi.waitFor(() => expect(existsSync(join(directory, made ?? ""))).toBe(false));
    const again = await Promise.all([read(first), read(first), read(second)]);

    expect(again).toEqual(["first\n", "first\n", "second\n"]);
  });

  test("is kept beside the work, which goes on when a mirror cannot be removed", async () => {
    const path = await mirror("a", 400, 9);
    const disk = openDisk(100, () => {
      throw new Error("not now");
    });
    await disk.using(join(directory, "b".repeat(32)), async () => {});

    await rm(path, { recursive: true });
    const answer = await disk.using(path, async () => "work goes on");

    expect(answer).toBe("work goes on");
  });
});
