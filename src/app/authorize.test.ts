import { expect, test } from "vitest";
import type { Role } from "#domain/role.ts";
import { Secret } from "#domain/secret.ts";
import type { Access, Actor } from "#ports/access.ts";
import { actorName, authorize } from "./authorize.ts";

const ada: Actor = { kind: "user", userId: "ada", displayName: "Ada" };

const accessWithRole = (role: Role | undefined): Access => ({
  authenticate: async () => undefined,
  roleIn: async () => role,
  runToken: () => new Secret("run"),
  gitToken: () => new Secret("git"),
});

test("lets a member with a sufficient role pass and says which role it is", async () => {
  const role = await authorize(accessWithRole("admin"), ada, "session.create", "web");

  expect(role).toBe("admin");
});

test("hides the project from someone who is not a member", async () => {
  const attempt = authorize(accessWithRole(undefined), ada, "project.view", "web");

  await expect(attempt).rejects.toMatchObject({ code: "project-not-found", message: "There is no project named web." });
});

test("names the role that is missing", async () => {
  const attempt = authorize(accessWithRole("view"), ada, "session.create", "web");

  await expect(attempt).rejects.toMatchObject({
    code: "role-required",
    message: "This needs the role edit in project web; yours is view.",
  });
});

test("names an actor so that people can tell persons from runs", () => {
  const names = [ada, { kind: "run", run: { project: "web", name: "session-1", attempt: 1 } } as const].map(actorName);

  expect(names).toEqual(["ada", "run:web/session-1"]);
});
