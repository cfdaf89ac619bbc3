import { expect, test } from "vitest";
import { ProjectName } from "#domain/project-name.ts";
import { projectSlug } from "./project-slug.ts";

test.each([
  ["My Project", "my-project"],
  ["  Überweisung & Zahlung ", "uberweisung-zahlung"],
  ["API (v2)", "api-v2"],
  ["注文", ""],
  ["---", ""],
])("makes %o into %o", (displayName, slug) => {
  expect(projectSlug(displayName)).toBe(slug);
});

test("is always a name the server takes, or nothing", () => {
  const slugs = ["x".repeat(200), `${"a".repeat(62)} b`, "Straße 7", "İstanbul", "ﬁne"].map(projectSlug);

  expect(slugs.filter((slug) => !ProjectName.safeParse(slug).success)).toEqual([]);
});
