import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Secret, scrubber } from "./secret.ts";

const secret = new Secret("canary-4f1d9a-token");

describe("a secret", () => {
  it("never prints", () => {
    expect(
      [`${secret}`, JSON.stringify({ secret }), inspect({ secret }, { showHidden: true }), String(secret)].join(),
    ).not.toContain("canary");
  });

  it("is removed from text plainly, URL-encoded and in base64 at any alignment", () => {
    const scrub = scrubber([secret, new Secret("p@ss/word+1")]);
    const base64 = ["", "x-access-token:", "ab:", "abc:"].map((user) =>
      Buffer.from(user + secret.reveal()).toString("base64"),
    );

    const clean = scrub(["token=canary-4f1d9a-token!", "p%40ss%2Fword%2B1", ...base64].join(" "));

    expect(clean).not.toContain("canary");
    expect(clean).not.toContain("p%40ss");
    for (const text of base64) expect(clean).not.toContain(text.slice(-12, -4));
  });

  it("leaves other text alone", () => {
    expect(scrubber([])("hello")).toBe("hello");
  });
});
