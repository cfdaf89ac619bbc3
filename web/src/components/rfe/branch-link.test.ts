import { expect, it } from "vitest";
import { followTitle, resetName } from "./branch-link.ts";

it("follows the title while nobody touched the name, with the guide's own example", () => {
  const link = followTitle({ name: "", isLinked: true }, "User Authentication System");

  expect(link).toEqual({ name: "ambient-user-authentication", isLinked: true });
});

it("keeps an edited name when the title changes, even one that still begins like a suggestion", () => {
  const edited = { name: "ambient-login", isLinked: false };

  const after = followTitle(edited, "Another Title");

  expect(after).toEqual({ name: "ambient-login", isLinked: false });
});

it("stays empty when it was cleared, and links again when it is reset", () => {
  expect(followTitle({ name: "", isLinked: false }, "Audit log export")).toEqual({ name: "", isLinked: false });
  expect(resetName("Audit log export")).toEqual({ name: "ambient-audit-log-export", isLinked: true });
});

it("suggests nothing without a title", () => {
  expect(resetName("  ").name).toBe("");
});
