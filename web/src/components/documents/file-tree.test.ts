import { describe, expect, test } from "vitest";
import type { FileEntry } from "#web/api/files.ts";
import { filesInOrder, fileTree, firstFile } from "./file-tree.ts";

const entries = (...paths: string[]): FileEntry[] =>
  paths.map((path) => ({ path, name: path.split("/").at(-1) ?? path, type: "blob", size: 1 }));

describe("the files of a commit", () => {
  test("stand as a tree, directories first and lonely ones in one line", () => {
    const tree = fileTree(entries("b.md", "specs/ambient-x/spec.md", "specs/ambient-x/contracts/a.yaml", "a.md"));

    expect(tree.map(({ name }) => name)).toEqual(["specs/ambient-x", "a.md", "b.md"]);
    expect(tree[0]?.children.map(({ name }) => name)).toEqual(["contracts", "spec.md"]);
  });

  test("are gone through in the order in which they are shown", () => {
    const tree = fileTree(entries("z/10.md", "z/9.md", "a.md"));

    expect(filesInOrder(tree).map(({ path }) => path)).toEqual(["z/9.md", "z/10.md", "a.md"]);
  });

  test("leave out what is no file", () => {
    expect(fileTree([{ path: "module", name: "module", type: "commit" }])).toEqual([]);
  });

  test("open with the specification, else with a README", () => {
    const open = (...paths: string[]) => firstFile(fileTree(entries(...paths)), "specs/x")?.path;

    expect(open("README.md", "specs/x/plan.md", "specs/x/spec.md")).toBe("specs/x/spec.md");
    expect(open("README.md", "specs/x/notes.md")).toBe("specs/x/notes.md");
    expect(open("a.ts", "README.md")).toBe("README.md");
    expect(open()).toBeUndefined();
  });
});
