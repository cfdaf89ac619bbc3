import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ObjectKey } from "#domain/object-meta.ts";
import { keyText } from "#domain/object-meta.ts";
import type { RunLauncher } from "#ports/run-launcher.ts";

export interface LauncherHarness {
  launcher: RunLauncher;
  /** How often the runner of this attempt was started. */
  starts(key: ObjectKey, attempt: number): Promise<number>;
  /** Resolves when the runner of this attempt is at work. */
  isReady(key: ObjectKey, attempt: number): Promise<boolean>;
  close(): Promise<void>;
}

const signal = new AbortController().signal;

/** Runners do what the name of their session says: see test/fakes/tiny-runner.mjs. The grace must be a second or less. */
export function describeRunLauncher(name: string, open: () => Promise<LauncherHarness>): void {
  describe(`${name} as a run launcher`, () => {
    let harness: LauncherHarness;
    beforeEach(async () => {
      harness = await open();
    });
    afterEach(() => harness.close());

    const keyOf = (session: string): ObjectKey => ({ project: "web", name: session });
    const launch = (key: ObjectKey, attempt = 1) => harness.launcher.launch({ ...key, attempt }, signal);
    const untilReady = (key: ObjectKey, attempt = 1) =>
      vi.waitFor(async () => expect(await harness.isReady(key, attempt)).toBe(true), 10_000);
    const untilKind = (key: ObjectKey, kind: string | undefined) =>
      vi.waitFor(async () => expect((await harness.launcher.observe(key))?.kind).toBe(kind), 10_000);

    test("knows nothing of a run that was never launched", async () => {
      const run = await harness.launcher.observe(keyOf("wait-1"));

      expect(run).toBeUndefined();
    });

    test("sees a launched run running", async () => {
      await launch(keyOf("wait-1"));

      const run = await harness.launcher.observe(keyOf("wait-1"));
      expect(run).toEqual({ kind: "running", attempt: 1 });
    });

    test("launching the same attempt again leaves one run", async () => {
      const key = keyOf("wait-1");

      await Promise.all([launch(key), launch(key), launch(key)]);
      await launch(key);

      await untilReady(key);
      expect(await harness.starts(key, 1)).toBe(1);
    });

    test("an attempt that has ended is not started again", async () => {
      const key = keyOf("exit-0");
      await launch(key);
      await untilKind(key, "succeeded");

      await launch(key);

      expect(await harness.starts(key, 1)).toBe(1);
    });

    test("tells success from failure by the exit code", async () => {
      await launch(keyOf("exit-0"));
      await launch(keyOf("exit-7"));

      await untilKind(keyOf("exit-0"), "succeeded");
      await untilKind(keyOf("exit-7"), "failed");
      expect(await harness.launcher.observe(keyOf("exit-7"))).toEqual({ kind: "failed", attempt: 1, exitCode: 7 });
    });

    test("calls back when a run has ended, and not after unsubscribing", async () => {
      const told: string[] = [];
      const unsubscribe = harness.launcher.onChange((key) => told.push(keyText(key)));

      await launch(keyOf("exit-0"));
      await vi.waitFor(() => expect(told).toContain("web/exit-0"), 10_000);
      unsubscribe();
      await launch(keyOf("exit-7"));
      await untilKind(keyOf("exit-7"), "failed");

      expect(told).not.toContain("web/exit-7");
    });

    test("lets a run that is asked to stop end by itself", async () => {
      const key = keyOf("polite-1");
      await launch(key);
      await untilReady(key);

      await Promise.all([harness.launcher.stop(key), harness.launcher.stop(key)]);

      await untilKind(key, "failed");
      expect(await harness.launcher.observe(key)).toEqual({ kind: "failed", attempt: 1, exitCode: 2 });
    });

    test("ends a run that will not stop", async () => {
      const key = keyOf("stubborn-1");
      await launch(key);
      await untilReady(key);

      await harness.launcher.stop(key);

      await untilKind(key, "failed");
    });

    test("stopping and forgetting what is gone succeeds", async () => {
      const key = keyOf("exit-0");
      await launch(key);
      await untilKind(key, "succeeded");

      await harness.launcher.stop(key);
      await harness.launcher.forget(key);
      await harness.launcher.forget(key);
      await harness.launcher.stop(key);

      expect(await harness.launcher.observe(key)).toBeUndefined();
    });

    test("a run that is still at work is not forgotten", async () => {
      const key = keyOf("wait-1");
      await launch(key);

      await harness.launcher.forget(key);

      expect(await harness.launcher.observe(key)).toEqual({ kind: "running", attempt: 1 });
    });

    test("a later attempt replaces an earlier one", async () => {
      const key = keyOf("wait-1");
      await launch(key, 1);
      await untilReady(key, 1);

      await launch(key, 2);
      await untilReady(key, 2);

      expect(await harness.launcher.observe(key)).toEqual({ kind: "running", attempt: 2 });
    });
  });
}
