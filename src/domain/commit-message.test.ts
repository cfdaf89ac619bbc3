import { expect, it } from "vitest";
import { type CommitFacts, commitMessage } from "./commit-message.ts";

const facts: CommitFacts = {
  session: "session-1",
  phase: "specify",
  title: "User Authentication System",
  prompt: "Create a detailed specification.",
  changed: [{ path: "specs/ambient-user-authentication/spec.md", status: "A" }],
};

const subject = (over: Partial<CommitFacts>): string => commitMessage({ ...facts, ...over }).split("\n")[0] ?? "";

it.each([
  ["specify", "feat: add user authentication system specification"],
  ["plan", "feat: add implementation plan for user authentication system"],
  ["tasks", "feat: add task breakdown for user authentication system"],
  ["review", "docs: add review of user authentication system"],
] as const)("describes the %s phase", (phase, expected) => {
  expect(subject({ phase })).toBe(expected);
});

it.each([
  "Implement Task 1: Database Schema from specs/ambient-user-authentication/tasks.md. Create it.",
  "Implement T001: Database Schema from specs/ambient-user-authentication/tasks.md.",
])("names the task that was implemented: %s", (prompt) => {
  expect(subject({ phase: "implement", prompt, title: "Authentication" })).toBe(
    "feat: implement database schema for authentication",
  );
});

it("names a long task by its first words", () => {
  const prompt = "Implement T003: Database schema: create `users` and `sessions` from specs/x/tasks.md.";

  expect(subject({ phase: "implement", prompt })).toBe(
    "feat: implement database schema for user authentication system",
  );
});

it("names the main file when the prompt names no task", () => {
  const changed = ["README.md", "test/user.test.js", "src/user.js"].map((path) => ({ path, status: "A" }));

  expect(subject({ phase: "implement", prompt: "Go on.", title: "Login", changed })).toBe(
    "feat: implement user.js and 2 more files for login",
  );
});

it("keeps names such as OAuth2 and API as they are", () => {
  expect(subject({ title: "OAuth2 Login for the Public API" })).toBe(
    "feat: add OAuth2 login for the public API specification",
  );
});

it("says which file a session of its own changed", () => {
  expect(subject({ phase: undefined, title: undefined })).toBe("chore: update spec.md");
});

it("keeps the subject within 72 characters, cut between words", () => {
  const line = subject({ title: "A very long title ".repeat(20) });

  expect(line.length).toBeLessThanOrEqual(72);
  expect(line).toMatch(/(very|long|title|a)…$/);
});

it("lists what changed, up to twenty files, and names the session", () => {
  const changed = Array.from({ length: 22 }, (_, index) => ({ path: `f${index}`, status: index === 0 ? "D" : "M" }));

  const message = commitMessage({ ...facts, changed });

  expect(message).toContain("- Remove f0\n- Update f1\n");
  expect(message).toMatch(/- and 2 more\n\nSession: session-1\n$/);
});
