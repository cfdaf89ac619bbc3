import { describe, expect, it } from "vitest";
import { Secret } from "#domain/secret.ts";
import { describeAccess } from "#test/contract/access.contract.ts";
import { LocalAccess } from "./local-access.ts";

const accessToken = new Secret("vta_Secret-Token");
const signingKey = new Secret(Buffer.alloc(32, 1).toString("base64url"));
const now = () => new Date(0);
const run = { project: "payments", name: "session-1", attempt: 1 };

describeAccess("LocalAccess", async (clock) => ({
  access: new LocalAccess({ accessToken, signingKey, now: clock }),
  userToken: accessToken,
  userRole: "admin",
}));

describe("local access", () => {
  it("refuses tokens that another server signed", async () => {
    const otherKey = new Secret(Buffer.alloc(32, 2).toString("base64url"));
    const other = new LocalAccess({ accessToken, signingKey: otherKey, now });
    const own = new LocalAccess({ accessToken, signingKey, now });

    const actor = await own.authenticate(other.runToken(run));

    expect(actor).toBeUndefined();
  });

  it("knows its tokens again after a restart", async () => {
    const token = new LocalAccess({ accessToken, signingKey, now }).runToken(run);

    const actor = await new LocalAccess({ accessToken, signingKey, now }).authenticate(token);

    expect(actor).toEqual({ kind: "run", run });
  });

  it("lets the local user do everything in every project", async () => {
    const access = new LocalAccess({ accessToken, signingKey, now });
    const actor = await access.authenticate(accessToken);

    const roles = await Promise.all(["payments", "other"].map((project) => actor && access.roleIn(actor, project)));

    expect(actor).toEqual({ kind: "user", userId: "local", displayName: "Local user" });
    expect(roles).toEqual(["admin", "admin"]);
  });
});
