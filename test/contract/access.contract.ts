import { beforeEach, describe, expect } from "vitest";
import { Secret } from "#domain/secret.ts";
import type { Access } from "#ports/access.ts";
import { type ContractOptions, contractTests } from "./contract-tests.ts";

interface OpenAccess {
  access: Access;
  /** What a person signs in with, and the role they then have in the project "payments". */
  userToken: Secret;
  userRole: "view" | "edit" | "admin";
}

const run = { project: "payments", name: "session-1", attempt: 2 };
const grant = { project: "payments", repository: "specs", write: true };

export function describeAccess(
  name: string,
  open: (now: () => Date) => Promise<OpenAccess>,
  options: ContractOptions = {},
): void {
  describe(`${name} as access`, () => {
    const test = contractTests(options);
    let opened: OpenAccess;
    let access: Access;
    let time: number;

    beforeEach(async () => {
      time = Date.parse("2026-11-22T12:00:00.000Z");
      opened = await open(() => new Date(time));
      access = opened.access;
    });

    test("knows a person by their token", async () => {
      const actor = await access.authenticate(opened.userToken);

      expect(actor).toMatchObject({ kind: "user", userId: expect.stringMatching(/./) });
      expect(actor && (await access.roleIn(actor, "payments"))).toBe(opened.userRole);
    });

    test("knows no stranger", async () => {
      const token = opened.userToken.reveal();
      const strange = [
        "",
        " ",
        "x",
        `${token}x`,
        token.slice(0, -1),
        token.toUpperCase(),
        "vtr_.",
        "vtg_e30.e30",
        "é\u0000",
      ];

      const actors = await Promise.all(strange.map((text) => access.authenticate(new Secret(text))));

      expect(actors).toEqual(strange.map(() => undefined));
    });

    test("knows a run by its token, which lets it view its own project only", async () => {
      const actor = await access.authenticate(access.runToken(run));

      expect(actor).toEqual({ kind: "run", run });
      expect(actor && (await access.roleIn(actor, "payments"))).toBe("view");
      expect(actor && (await access.roleIn(actor, "other"))).toBeUndefined();
    });

    test("gives every attempt and session a token of its own", async () => {
      const runs = [run, { ...run, attempt: 3 }, { ...run, name: "session-2" }, { ...run, project: "other" }];

      const tokens = runs.map((each) => access.runToken(each).reveal());

      expect(new Set(tokens).size).toBe(4);
    });

    test("knows a git credential for what it was granted, and gives it no role", async () => {
      const actor = await access.authenticate(access.gitToken(grant, 60_000));

      expect(actor).toEqual({ kind: "git", grant });
      expect(actor && (await access.roleIn(actor, "payments"))).toBeUndefined();
    });

    test("refuses a git credential once its time is over", async () => {
      const token = access.gitToken(grant, 60_000);

      time += 59_999;
      const before = await access.authenticate(token);
      time += 1;
      const after = await access.authenticate(token);

      expect(before).toMatchObject({ kind: "git" });
      expect(after).toBeUndefined();
    });

    test("refuses a token in which any one character was changed", async () => {
      const token = access.runToken(run).reveal();
      const changed = [...token].map(
        (old, at) => `${token.slice(0, at)}${old === "A" ? "B" : "A"}${token.slice(at + 1)}`,
      );

      const actors = await Promise.all(changed.map((text) => access.authenticate(new Secret(text))));

      expect(actors).toEqual(changed.map(() => undefined));
    });

    test("refuses a token of one kind that is dressed as another", async () => {
      const asGit = access.runToken(run).reveal().replace(/^vtr_/, "vtg_");
      const asRun = access.gitToken(grant, 60_000).reveal().replace(/^vtg_/, "vtr_");

      const actors = await Promise.all([asGit, asRun].map((text) => access.authenticate(new Secret(text))));

      expect(actors).toEqual([undefined, undefined]);
    });
  });
}
