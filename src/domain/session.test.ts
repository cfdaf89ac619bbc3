import { describe, expect, it } from "vitest";
import { isLegalTransition, isTerminal, NewSession, sessionPhases } from "./session.ts";

describe("the phases of a session", () => {
  it("never change once they are terminal", () => {
    for (const from of sessionPhases.filter(isTerminal))
      for (const to of sessionPhases) expect(isLegalTransition(from, to)).toBe(false);
  });

  it("never go back to Pending, and every other phase can be reached", () => {
    for (const to of sessionPhases)
      expect(sessionPhases.some((from) => isLegalTransition(from, to))).toBe(to !== "Pending");
  });
});

describe("a new session", () => {
  it("fills in the guide's defaults", () => {
    expect(NewSession.parse({ prompt: "x" })).toEqual({
      prompt: "x",
      repos: [],
      mainRepoIndex: 0,
      interactive: false,
    });
  });

  it("refuses unknown fields by name instead of dropping them", () => {
    const { error } = NewSession.safeParse({ prompt: "x", llmSettings: {} });

    expect(error?.issues[0]).toMatchObject({ code: "unrecognized_keys", keys: ["llmSettings"] });
  });
});
