import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { parseTaskList } from "#domain/task-list.ts";
import { backendRepository } from "./backend-repository.ts";
import { specsRepository } from "./specs-repository.ts";

test("the sample backend passes its own tests", () => {
  const root = mkdtempSync(join(tmpdir(), "sample-"));
  for (const { path, content } of backendRepository()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }

  const output = execFileSync("npm", ["test"], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

  expect(output).toMatch(/pass 6\b/);
  rmSync(root, { recursive: true, force: true });
});

test("the sample specs repository holds an older feature that is done", () => {
  const files = new Map(specsRepository().map(({ path, content }) => [path, content]));

  const { items, problems } = parseTaskList(files.get("specs/001-workspaces/tasks.md") ?? "");

  expect(problems).toEqual([]);
  expect(items.map(({ done }) => done)).toEqual([true, true]);
});
