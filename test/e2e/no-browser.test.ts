import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

it("skips the browser suites where there is no Chromium, and says how many, which, and the one command that enables them", async () => {
  const files = readdirSync(join(root, "test/browser")).filter((name) => name.endsWith(".test.ts"));
  const vitest = join(root, "node_modules/vitest/vitest.mjs");

  // Rejects when it ends with anything but 0. Nothing on this PATH is a browser.
  const { stdout } = await promisify(execFile)(process.execPath, [vitest, "run", "test/browser", "--no-color"], {
    cwd: root,
    env: { PATH: join(root, "bin"), HOME: process.env.HOME ?? "/" },
  });

  expect(stdout).toContain(`${files.length} suites were skipped. To run them: apt-get install --yes chromium\n`);
  expect(stdout.split("apt-get install").length - 1).toBe(1);
  for (const file of files) expect(stdout).toContain(`(test/browser/${file})`);
  expect(stdout).not.toContain("passed");
});
