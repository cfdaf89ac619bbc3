import { describe, expect, it } from "vitest";
import { seedInputs, sessionLimits } from "./project-defaults.ts";

const seed = {
  specKitRepo: "github/spec-kit",
  specKitVersion: "v0.0.79",
  agentSourceUrl: "https://git.example/agents",
  agentSourcePath: "council",
};

describe("the inputs of a seeding", () => {
  it("are the project's where the request says nothing", () => {
    expect(seedInputs({}, { seed })).toEqual(seed);
    expect(seedInputs({}, {})).toEqual({});
  });

  it("are the request's where it says something, field by field", () => {
    expect(seedInputs({ specKitVersion: "main" }, { seed })).toEqual({ ...seed, specKitVersion: "main" });
  });

  it("take nothing of a source from the project once the request names another", () => {
    const { specKitRepo, specKitVersion } = seed;

    expect(seedInputs({ agentSourceUrl: "builtin" }, { seed })).toEqual({
      specKitRepo,
      specKitVersion,
      agentSourceUrl: "builtin",
    });
  });

  it("are silent where the request is blank", () => {
    expect(seedInputs({ specKitRepo: "", agentSourceBranch: "" }, { seed })).toEqual(seed);
  });
});

describe("the limits of a session", () => {
  const defaults = { model: "opus", timeout: 3_600 };

  it("are what was asked for, else the project's", () => {
    expect(sessionLimits({ model: "haiku" }, defaults, "sonnet")).toEqual({ model: "haiku", timeout: 3_600 });
    expect(sessionLimits({ timeout: 60 }, defaults, "sonnet")).toEqual({ model: "opus", timeout: 60 });
  });

  it("are the server's model and the guide's half hour when nobody says otherwise", () => {
    expect(sessionLimits({}, {}, "sonnet")).toEqual({ model: "sonnet", timeout: 1_800 });
  });
});
