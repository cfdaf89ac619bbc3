import { expect, it } from "vitest";
import { defaultsHint, seedBody, sourceValues, suggestedSources } from "./source-values.ts";

it("starts from the project's own source as a whole, and from the guide's where it has none", () => {
  const own = { specKitRepo: "https://git.example/kit", specKitVersion: "v2" };

  expect(suggestedSources(own)).toEqual({
    specKitRepo: "https://git.example/kit",
    specKitVersion: "v2",
    specKitTemplate: "",
    agentSourceUrl: "https://github.com/ambient-code/vTeam",
    agentSourceBranch: "main",
    agentSourcePath: "agents",
  });
});

it("asks for what vteam ships by name where a source is blank, so that no default of the project takes its place", () => {
  const body = seedBody(sourceValues({ specKitRepo: " github/spec-kit " }));

  expect(body).toEqual({ specKitRepo: "github/spec-kit", agentSourceUrl: "builtin" });
});

it("says what the defaults of a project stand for", () => {
  expect(defaultsHint({})).toBe("The kit and the seven agents that vteam ships; nothing is downloaded.");
  expect(defaultsHint({ specKitRepo: "github/spec-kit" })).toBe(
    "As the project's settings say. Spec-Kit: github/spec-kit; agents: what vteam ships.",
  );
});
