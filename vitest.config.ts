import { defineConfig } from "vitest/config";
import { SkippedSuites } from "./test/skipped-suites.ts";

const test = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    ...test,
    reporters: ["default", new SkippedSuites()],
    projects: [
      {
        test: {
          ...test,
          name: "node",
          include: ["src/**/*.test.ts", "test/**/*.test.ts", "web/src/**/*.test.{ts,tsx}"],
          exclude: ["test/browser/**", "node_modules/**"],
        },
      },
      {
        // After the others, and two files at a time: a browser and its server wait for each other half of the time.
        test: {
          ...test,
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["test/browser/web-build.ts"],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
