import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

// Bytes do not depend on how busy the machine is, so this budget can be a test.
it("every page keeps to its budget of JavaScript", () => {
  const root = join(import.meta.dirname, "..");

  const report = execFileSync(process.execPath, [join(root, "bench/web-size.ts")], { cwd: root, encoding: "utf8" });

  expect(report).toContain("the shell");
  expect(report.split("\n").filter((line) => line.includes("✗"))).toEqual([]);
});
