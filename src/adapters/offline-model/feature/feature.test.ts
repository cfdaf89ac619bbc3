import { expect, test } from "vitest";
import { createTable } from "#adapters/offline-model/code/migrations.ts";
import { demandOf } from "./demand.ts";
import { entityFromTitle } from "./entity.ts";
import { understandFeature } from "./feature.ts";
import { detectStack } from "./stack.ts";

test("recognises the subjects of the guide's RFE and puts tables before those that point at them", () => {
  const feature = understandFeature(
    "User Authentication System",
    "Implement JWT-based authentication with OAuth2 integration...",
  );

  expect(feature.topics.map(({ id }) => id)).toEqual(["token", "provider"]);
  expect(feature.demands).toEqual(["provide JWT-based authentication with OAuth2 integration"]);
  expect(feature.entities.map(({ table }) => table)).toEqual(["users", "oauth_providers", "sessions"]);
});

test("takes an unknown subject literally", () => {
  const feature = understandFeature("Tide Table", "Show the tides of a harbour.\n- Support several harbours");

  expect(feature.topics).toHaveLength(1);
  expect(feature.demands).toEqual(["show the tides of a harbour", "support several harbours"]);
  expect(feature.entities.map(({ table }) => table)).toEqual(["tide_tables"]);
});

test("has something to say about a title alone, in any script", () => {
  const feature = understandFeature("通知", "");

  expect(feature.topics).toHaveLength(1);
  expect(feature.entities.map(({ table }) => table)).toEqual(["items"]);
});

test.each([
  ["Better Search for Stories", "search_stories"],
  ["Invoice Export", "invoice_exports"],
  ["The System", "items"],
])("names the table of %j %s", (title, table) => {
  expect(entityFromTitle(title).table).toBe(table);
});

test("lists all sign-in tables as SQL with their references", () => {
  const [users, providers] = understandFeature("Login", "OAuth sign-in").entities;

  expect(users === undefined ? "" : createTable(users)).toContain("email VARCHAR(255) NOT NULL UNIQUE");
  expect(providers === undefined ? "" : createTable(providers)).toContain("REFERENCES users (id) ON DELETE CASCADE");
});

test.each([
  [["package.json"], '{"type": "module", "scripts": {"test": "node --test"}}', "javascript", "npm test", ".js"],
  [["package.json"], '{"devDependencies": {"typescript": "5.0.0"}}', "typescript", "node --test", ".mjs"],
  [["package.json"], "not json", "javascript", "node --test", ".mjs"],
  [["go.mod"], "module x\n\ngo 1.24\n", "go", "go test ./...", ".mjs"],
  [["pyproject.toml"], "", "python", "python3 -m unittest discover -s tests", ".mjs"],
  [["Makefile"], "", "unknown", undefined, ".mjs"],
] as const)("sees in %j with %j a repository in %s", (files, manifest, language, testCommand, moduleSuffix) => {
  expect(detectStack(files, manifest)).toMatchObject({ language, testCommand, moduleSuffix });
});

test.each([
  ["Remind customers of invoices", "remind customers of invoices"],
  ["A reminder must be sent once", "ensure that a reminder is sent once"],
  ["The system should cover exports", "exports"],
  [
    "Access tokens expire after one hour; refresh tokens after 30 days",
    "ensure that access tokens expire after one hour; refresh tokens after 30 days",
  ],
  ["Add a dark mode", "provide a dark mode"],
])("reads %j as a demand", (sentence, demand) => {
  expect(demandOf(sentence)).toBe(demand);
});
