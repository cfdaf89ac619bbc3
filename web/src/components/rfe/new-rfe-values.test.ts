import { describe, expect, it } from "vitest";
import { newRfeFaults } from "./new-rfe-rules.ts";
import { emptyRfe, faultsOfProblem, type NewRfeValues, newRfeBody, readValues } from "./new-rfe-values.ts";

const values = (change: Partial<NewRfeValues> = {}): NewRfeValues => ({
  ...emptyRfe(),
  title: "User Authentication System",
  branchName: "ambient-user-authentication",
  umbrellaRepo: { url: "https://github.com/myorg/specs", branch: "main" },
  ...change,
});

describe("the values of the new RFE form", () => {
  it("pass when the guide's own example is typed in", () => {
    const given = values({
      supportingRepos: [{ url: "https://github.com/myorg/backend", branch: "" }],
      parentOutcome: "RHASTRAT-456",
    });

    expect(newRfeFaults(given)).toEqual([]);
    expect(newRfeBody(given)).toMatchObject({
      umbrellaRepo: { url: "https://github.com/myorg/specs", branch: "main" },
      supportingRepos: [{ url: "https://github.com/myorg/backend" }],
      parentOutcome: "RHASTRAT-456",
    });
  });

  it("are refused field by field when nothing is filled in", () => {
    expect(newRfeFaults(emptyRfe()).map(({ field }) => field)).toEqual(["title", "umbrellaRepo.url", "branchName"]);
  });

  it.each(["main", "Master", "develop", "has space", "a..b"])("refuse the branch name %s", (branchName) => {
    expect(newRfeFaults(values({ branchName }))).toMatchObject([{ field: "branchName" }]);
  });

  it("refuse the base branch of a repository as the feature branch", () => {
    const faults = newRfeFaults(values({ branchName: "next", umbrellaRepo: { url: "https://h/o/r", branch: "next" } }));

    expect(faults).toMatchObject([{ field: "branchName", message: expect.stringContaining("base branch") }]);
  });

  it("refuse one repository under two spellings", () => {
    const faults = newRfeFaults(
      values({ supportingRepos: [{ url: "git@github.com:myorg/specs.git", branch: "main" }] }),
    );

    expect(faults).toMatchObject([{ field: "supportingRepos.0.url" }]);
  });

  it("drop repository rows that were left empty", () => {
    expect(newRfeBody(values({ supportingRepos: [{ url: " ", branch: "" }] })).supportingRepos).toEqual([]);
  });

  it("find the field of a server's problem", () => {
    expect(faultsOfProblem([{ pointer: "/supportingRepos/1/branch", message: "no" }])).toEqual([
      { field: "supportingRepos.1.branch", message: "no" },
    ]);
    expect(faultsOfProblem([{ pointer: "/umbrellaRepo", message: "no" }])[0]?.field).toBe("umbrellaRepo.url");
  });

  it("come back from a draft, unless it is not one", () => {
    const given = values({ supportingRepos: [{ url: "https://h/o/r", branch: "" }] });

    expect(readValues(JSON.parse(JSON.stringify(given)))).toEqual(given);
    expect(readValues({ ...given, supportingRepos: [{ url: 1 }] })).toBeUndefined();
  });
});
