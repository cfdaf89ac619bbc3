import { expect, it } from "vitest";
import { Submissions } from "./submission.ts";

it("gives the same body the same key, so that a double click creates one object", () => {
  const submissions = new Submissions();

  const [first, second] = [submissions.of({ name: "x" }), submissions.of({ name: "x" })];

  expect(first).toEqual(second);
  expect(first.headers["Idempotency-Key"]).toMatch(/^[0-9a-f]{32}$/);
});

it("gives another body, and another form, another key", () => {
  const submissions = new Submissions();

  const keys = [submissions.of({ name: "x" }), submissions.of({ name: "y" }), new Submissions().of({ name: "x" })];

  expect(new Set(keys.map(({ headers }) => headers["Idempotency-Key"])).size).toBe(3);
});
