import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { editsOf, pathsToLookAt } from "#adapters/git/file-edit.ts";
import type { FileWrite, TreeEntry } from "#ports/git-repository.ts";
import { commitObject } from "./commit-object.ts";
import { type GitObject, type ObjectType, objectId, parseTree, treeObject } from "./git-object.ts";
import { ObjectShelf } from "./object-shelf.ts";
import { writePack } from "./pack-writer.ts";
import { shelfReader } from "./shelf-reader.ts";
import { editTree } from "./tree-edit.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "vteam-tree-"));
  git(["init", "--quiet", "--bare", "."]);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const base = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null", HOME: "/nonexistent" };
const git = (args: readonly string[], input: string | Buffer = "", env: Record<string, string> = {}): Buffer =>
  execFileSync("git", ["-C", directory, ...args], { env: { ...base, ...env }, input, stdio: "pipe" });
const text = (...args: string[]): string => git(args).toString().trim();

/** A shelf on the repository itself, which notes what is asked of it. */
function shelfOn(asked: string[][] = []): ObjectShelf {
  return new ObjectShelf("here", async (wants) => {
    asked.push([...wants]);
    return new Map(wants.map((sha) => [sha, objectAt(sha)]));
  });
}

function objectAt(sha: string): GitObject {
  const type = text("cat-file", "-t", sha) as ObjectType;
  return { type, data: git(["cat-file", type, sha]) };
}

/** What git makes of the same writes. */
function treeOfGit(start: string, writes: readonly FileWrite[]): string {
  const env = { GIT_INDEX_FILE: join(directory, "index") };
  git(["read-tree", start === "" ? "--empty" : start], "", env);
  const lines = writes.map(({ path, content, executable }) => {
    if (content === undefined) return `0 ${"0".repeat(40)}\t${path}\0`;
    const sha = git(["hash-object", "-w", "--stdin"], Buffer.from(content)).toString().trim();
    return `${executable ? "100755" : "100644"} ${sha}\t${path}\0`;
  });
  git(["update-index", "-z", "--index-info"], lines.join(""), env);
  return git(["write-tree"], "", env).toString().trim();
}

async function treeOfOurs(start: string, writes: readonly FileWrite[], asked: string[][] = []) {
  const shelf = shelfOn(asked);
  const reader = shelfReader({ shelf, commit: start, tree: start });
  const entries = await Promise.all(pathsToLookAt(writes).map((path) => reader.entry(path)));
  const present = new Map(entries.flatMap((entry): [string, TreeEntry][] => (entry ? [[entry.path, entry]] : [])));
  return await editTree(shelf, start, editsOf(writes, present));
}

const segment = fc.constantFrom("a", "a-b", "a.b", "a0", "b", "B", "ünï", ".x", "z z");
// Directories and files have different names here, so that no write is in the way of another.
const path = fc
  .tuple(fc.array(segment, { maxLength: 3 }), segment)
  .map(([above, name]) => [...above, `${name}.txt`].join("/"));
const write = fc.record({
  path,
  content: fc.option(fc.uint8Array({ maxLength: 20 }), { nil: undefined, freq: 4 }),
  executable: fc.boolean(),
});
const distinct = (writes: FileWrite[]) => [...new Map(writes.map((one) => [one.path, one])).values()];

describe("editing trees", () => {
  it("makes the trees that git makes, and git accepts them", { timeout: 120_000 }, async () => {
    const isSame = fc.asyncProperty(
      fc.array(write, { maxLength: 15 }),
      fc.array(write, { maxLength: 10 }),
      async (first, second) => {
        const start = treeOfGit(
          "",
          distinct(first).filter(({ content }) => content !== undefined),
        );
        const edited = await treeOfOurs(start, distinct(second));

        expect(edited.tree).toBe(treeOfGit(start, distinct(second)));
        for (const [sha, object] of edited.objects) expect(objectId(object)).toBe(sha);
      },
    );

    await fc.assert(isSame, { numRuns: 25 });
  });

  it("sends new objects only, which git takes strictly and finds complete", async () => {
    const before = [{ path: "kept/deep/file.txt", content: Buffer.from("kept\n"), executable: false }];
    const tree = treeOfGit("", before);
    const identity = {
      GIT_AUTHOR_NAME: "A",
      GIT_AUTHOR_EMAIL: "a@b",
      GIT_COMMITTER_NAME: "A",
      GIT_COMMITTER_EMAIL: "a@b",
    };
    const parent = git(["commit-tree", tree, "-m", "first"], "", identity).toString().trim();
    const writes = [
      { path: ".claude/agents/x.md", content: Buffer.from("agent\n"), executable: false },
      { path: "run.sh", content: Buffer.from("#!/bin/sh\n"), executable: true },
    ];

    const { tree: next, objects } = await treeOfOurs(tree, writes);
    const commit = commitObject(
      {
        tree: next,
        parent,
        message: "chore: seed",
        author: { name: "vTeam Bot", email: "bot@example.com" },
        date: "2026-11-22T12:00:00Z",
      },
      0,
    );
    const pack = join(directory, "new.pack");
    writeFileSync(pack, writePack([commit, ...objects.values()]));
    git(["unpack-objects", "--strict", "-q"], writePack([commit, ...objects.values()]));
    git(["update-ref", "refs/heads/main", objectId(commit)]);

    expect([...objects.values()].map(({ type }) => type).sort()).toEqual(["blob", "blob", "tree", "tree", "tree"]);
    expect(text("fsck", "--full", "--strict", "--no-dangling")).toBe("");
    expect(text("ls-tree", "-r", "--name-only", "main").split("\n")).toEqual([
      ".claude/agents/x.md",
      "kept/deep/file.txt",
      "run.sh",
    ]);
  });

  it("makes the commit that git makes", () => {
    const tree = treeOfGit("", [{ path: "a", content: Buffer.from("a"), executable: false }]);
    const seconds = Date.parse("2026-11-22T12:00:00Z") / 1_000;
    const who = (role: string) => ({
      [`GIT_${role}_NAME`]: " Ünï, Bot. ",
      [`GIT_${role}_EMAIL`]: "bot@example.com",
      [`GIT_${role}_DATE`]: `${seconds} +0000`,
    });
    const env = { ...who("AUTHOR"), ...who("COMMITTER") };
    const parent = git(["commit-tree", tree, "-m", "first"], "", env).toString().trim();
    const message = "feat: one\n\nwith a body\n";
    const theirs = git(["commit-tree", tree, "-p", parent, "-F", "-"], message, env).toString().trim();

    const content = { tree, parent, message, author: { name: " Ünï, Bot. ", email: "bot@example.com" } };
    const ours = objectId(commitObject({ ...content, date: "2026-11-22T12:00:00.900Z" }, 0));
    const older = objectId(commitObject({ ...content, date: "2001-01-01T00:00:00Z" }, seconds));

    expect([ours, older]).toEqual([theirs, theirs]);
  });

  it("asks once per level for what several look for at the same time", async () => {
    const paths = ["a/b/c.txt", "a/d/e.txt", "f/g/h.txt"];
    const tree = treeOfGit(
      "",
      paths.map((one) => ({ path: one, content: Buffer.from("x"), executable: false })),
    );
    const asked: string[][] = [];

    await treeOfOurs(
      tree,
      paths.map((one) => ({ path: one, content: Buffer.from("y"), executable: false })),
      asked,
    );

    expect(asked.map((wants) => wants.length)).toEqual([1, 2, 3]);
  });

  it("keeps names that are no text, and modes that git no longer writes", () => {
    const entries = [
      { mode: "100664", name: "\xff\xfe", sha: "1".repeat(40) },
      { mode: "40000", name: "a", sha: "2".repeat(40) },
      { mode: "100644", name: "a.b", sha: "3".repeat(40) },
    ];

    expect(parseTree(treeObject(entries).data).map(({ name }) => name)).toEqual(["a.b", "a", "\xff\xfe"]);
    expect(parseTree(treeObject(entries).data)).toEqual(expect.arrayContaining(entries));
  });
});
