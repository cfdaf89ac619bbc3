import { describe, expect, it } from "vitest";
import { Problem, problemDocument } from "#domain/problem.ts";
import { problemIn, problemOf, unanswered } from "./problem.ts";

describe("what a server refuses", () => {
  it("keeps its sentence, remedy, fields and request id", async () => {
    const problem = new Problem("branch-protected", {
      sentence: "The branch main is protected.",
      errors: [{ pointer: "/branchName", code: "branch-protected", message: "Choose another branch." }],
    });
    const body = { ...problemDocument(problem), requestId: "r-1" };

    const read = await problemIn(new Response(JSON.stringify(body), { status: 422 }));

    expect(read.code).toBe("branch-protected");
    expect(read.field("/branchName")).toBe("Choose another branch.");
    expect(problemOf(read)).toMatchObject({ sentence: "The branch main is protected.", requestId: "r-1" });
    expect(problemOf(read).remedies.length).toBeGreaterThan(0);
  });

  it("is said even when a proxy answers in its place", async () => {
    const read = await problemIn(new Response("<html>Bad gateway</html>", { status: 502 }));

    expect(read.status).toBe(502);
    expect(problemOf(read).sentence).toBe("The server answered 502 without saying why.");
  });
});

describe("what is no answer", () => {
  it("names the server that is silent, and a fault of the page as its own", () => {
    expect(problemOf(unanswered(new TypeError("failed to fetch"))).sentence).toBe("The server does not answer.");
    expect(problemOf(new Error("x is not a function")).sentence).toContain("x is not a function");
  });
});
