import { afterEach, beforeEach, describe, expect } from "vitest";
import { Secret } from "#domain/secret.ts";
import type { SecretStore } from "#ports/secret-store.ts";
import { type ContractOptions, contractTests } from "./contract-tests.ts";

interface OpenSecrets {
  secrets: SecretStore;
  /** Closes and opens again what was written so far. */
  reopen(): Promise<SecretStore>;
  close(): Promise<void>;
}

export function describeSecretStore(
  name: string,
  open: (now: () => Date) => Promise<OpenSecrets>,
  options: ContractOptions = {},
): void {
  describe(`${name} as a secret store`, () => {
    const test = contractTests(options);
    let opened: OpenSecrets;
    let secrets: SecretStore;
    let time: number;

    beforeEach(async () => {
      time = Date.parse("2026-11-22T12:00:00.000Z");
      opened = await open(() => new Date(time));
      secrets = opened.secrets;
    });
    afterEach(() => opened.close());

    test("gives a value back to those who use it, also after a restart", async () => {
      await secrets.write("payments", "GIT_TOKEN", new Secret("ghp_é🔑\nvalue"), "dev");

      const reopened = await opened.reopen();

      expect((await reopened.use("payments", "GIT_TOKEN"))?.reveal()).toBe("ghp_é🔑\nvalue");
    });

    test("lists names, fingerprints, times and authors, never values", async () => {
      await secrets.write("payments", "GIT_TOKEN", new Secret("canary-value"), "dev@example.com");
      await secrets.write("payments", "ANTHROPIC_API_KEY", new Secret("canary-other"), "ops@example.com");

      const list = await secrets.list("payments");

      const updatedAt = "2026-11-22T12:00:00.000Z";
      const fingerprint = expect.stringMatching(/^[0-9a-f]{8}$/);
      expect(list).toEqual([
        { key: "ANTHROPIC_API_KEY", fingerprint, updatedAt, updatedBy: "ops@example.com" },
        { key: "GIT_TOKEN", fingerprint, updatedAt, updatedBy: "dev@example.com" },
      ]);
      expect(JSON.stringify(list)).not.toContain("canary");
    });

    test("replaces a value, its time and its author", async () => {
      await secrets.write("payments", "GIT_TOKEN", new Secret("first"), "dev");
      const [before] = await secrets.list("payments");
      time += 60_000;

      await secrets.write("payments", "GIT_TOKEN", new Secret("second"), "ops");

      const [after] = await secrets.list("payments");
      expect((await secrets.use("payments", "GIT_TOKEN"))?.reveal()).toBe("second");
      expect(after).toMatchObject({ updatedBy: "ops", updatedAt: "2026-11-22T12:01:00.000Z" });
      expect(after?.fingerprint).not.toBe(before?.fingerprint);
    });

    test("shows the same fingerprint for the same value", async () => {
      await secrets.write("payments", "GIT_TOKEN", new Secret("value"), "dev");
      const [before] = await secrets.list("payments");

      await secrets.write("payments", "GIT_TOKEN", new Secret("value"), "dev");

      expect((await secrets.list("payments"))[0]?.fingerprint).toBe(before?.fingerprint);
    });

    test("keeps projects apart", async () => {
      await secrets.write("payments", "GIT_TOKEN", new Secret("value"), "dev");

      const other = await secrets.use("other", "GIT_TOKEN");

      expect(other).toBeUndefined();
      expect(await secrets.list("other")).toEqual([]);
    });

    test("deletes a secret, and deleting what is gone succeeds", async () => {
      await secrets.write("payments", "GIT_TOKEN", new Secret("value"), "dev");

      await secrets.delete("payments", "GIT_TOKEN");
      await secrets.delete("payments", "GIT_TOKEN");

      expect(await secrets.use("payments", "GIT_TOKEN")).toBeUndefined();
      expect(await secrets.list("payments")).toEqual([]);
    });
  });
}
