import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { doctorLines } from "./doctor.ts";
import {
  dataDirectoryCheck,
  gitChecks,
  gitVersionCheck,
  modelCheck,
  nodeCheck,
  sandboxCheck,
} from "./doctor-checks.ts";
import { plainPaint } from "./terminal.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "vteam-doctor-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const git = (version: string) => async (args: readonly string[]) => (args[0] === "--exec-path" ? root : version);

describe("doctor", () => {
  it.each([
    ["v24.0.0", "ok"],
    ["v26.1.0", "ok"],
    ["v20.19.2", "failed"],
  ])("judges Node %s as %s", (version, state) => {
    expect(nodeCheck(version).state).toBe(state);
  });

  it.each([
    ["git version 2.38.0", "ok"],
    ["git version 2.50.1 (Apple Git-155)", "ok"],
    ["git version 3.0.0", "ok"],
    ["git version 2.37.4", "failed"],
    ["gibberish", "failed"],
  ])("judges `%s` as %s", (printed, state) => {
    expect(gitVersionCheck(printed).state).toBe(state);
  });

  it("finds git http-backend where git says its programs are", async () => {
    writeFileSync(join(root, "git-http-backend"), "");
    chmodSync(join(root, "git-http-backend"), 0o755);

    const checks = await gitChecks(git("git version 2.50.0"));

    expect(checks.map(({ name, state }) => [name, state])).toEqual([
      ["git", "ok"],
      ["git http-backend", "ok"],
    ]);
  });

  it("misses git http-backend, and says how to get it", async () => {
    const [, backend] = await gitChecks(git("git version 2.50.0"));

    expect(backend).toMatchObject({ state: "failed", remedy: expect.stringContaining("apt-get install git") });
  });

  it("says that git cannot be run", async () => {
    const checks = await gitChecks(async () => {
      throw new Error("ENOENT");
    });

    expect(checks).toMatchObject([{ name: "git", state: "failed", detail: "cannot be run" }]);
  });

  it("warns when nothing holds an agent", async () => {
    const check = await sandboxCheck(async () => ({ kind: "none", isConfining: false }));

    expect(check.state).toBe("warning");
  });

  it("looks at the nearest directory above a data directory that is not there yet, and makes nothing", async () => {
    const check = await dataDirectoryCheck(join(root, "a/b"));

    expect(check.state).not.toBe("failed");
    expect(check.detail).toContain("(made at the first start)");
    expect(() => mkdirSync(join(root, "a"))).not.toThrow();
  });

  it("names the offline model when there is no key", () => {
    expect(modelCheck(false)).toMatchObject({ state: "warning", detail: "offline model (no AI)" });
  });

  it("puts a remedy under what is not fine", () => {
    const lines = doctorLines([nodeCheck("v24.0.0"), gitVersionCheck("git version 2.1.0")], plainPaint);

    expect(lines).toEqual(["✓ Node.js  v24.0.0", "✗ git      2.1.0", "           → Install git 2.38 or later."]);
  });
});
