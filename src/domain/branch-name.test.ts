import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { branchNameProblem, isProtectedBranch, suggestBranchName } from "./branch-name.ts";

const refusedByShape = [
  "",
  "   ",
  "HEAD",
  "head",
  "FETCH_HEAD",
  "stash",
  "@",
  "refs/heads/x",
  "heads/main",
  "origin/main",
  "a..b",
  "-x",
  "a/-x",
  "a//b",
  "a/",
  "a.",
  "a.lock",
  ".a",
  "a/.b",
  "a b",
  "a~1",
  "a^",
  "a:b",
  "a?",
  "a*",
  "a[",
  "a\\b",
  "a@{1}",
  "$(id)",
  "a`x`",
  "a|b",
  "a&b",
  "a'b",
  'a"b',
  "<script>",
  "%2e%2e",
  "mаin",
  "ｍａｉｎ",
  "main\u200b",
  "CON",
  "nul.txt",
  "0123456789012345678901234567890123456789",
  "x".repeat(201),
];

describe("the rule for feature branches", () => {
  it.each(refusedByShape)("refuses %j and says why", (name) => {
    expect(branchNameProblem(name)).toMatchObject({ code: "invalid-branch-name" });
  });

  it.each(["main", "Master", "DEVELOP", "trunk", "team/main", "release-1.2", "releases"])("protects %j", (name) => {
    expect(branchNameProblem(name)).toMatchObject({ code: "branch-protected" });
  });

  it("protects the base branch of a listed repository, whatever its case", () => {
    expect(branchNameProblem("Stable", ["stable"])?.message).toContain("base branch");
    expect(isProtectedBranch("stable/x", ["stable"])).toBe(false);
  });

  it.each(["ambient-user-authentication", "feature/x", "v1.2_x", "001-login"])("accepts %j", (name) => {
    expect(branchNameProblem(name)).toBeUndefined();
  });

  it("accepts nothing that git would refuse", () => {
    const accepted = fc
      .sample(fc.string({ unit: fc.constantFrom(..."aZ0._-/@~ :lock{"), maxLength: 12 }), 20_000)
      .filter((name) => branchNameProblem(name) === undefined)
      .slice(0, 40);

    for (const name of accepted) execFileSync("git", ["check-ref-format", `refs/heads/${name}`]);
    expect(accepted.length).toBeGreaterThan(10);
  });
});

describe("the suggested branch name", () => {
  it.each([
    ["User Authentication System", "ambient-user-authentication"],
    ["Add OAuth2 login for the mobile app", "ambient-oauth2-login-mobile"],
    ["Café: Zürich & Genève", "ambient-cafe-zurich-geneve"],
    ["System", "ambient-system"],
    ["", "ambient-rfe"],
    ["日本語", "ambient-rfe"],
  ])("turns %j into %j", (title, name) => {
    expect(suggestBranchName(title)).toBe(name);
  });

  it("always passes the rule", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        (title) => branchNameProblem(suggestBranchName(title)) === undefined,
      ),
    );
  });
});
