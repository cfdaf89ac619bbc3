import { describe, expect, it } from "vitest";
import { branchPage } from "./branch-list.ts";

const branches = ["work/login", "main", "login-2", "Login", "login", "mainline"];
const page = (text: string, after?: string, limit = 50) => branchPage(branches, "main", { text, after, limit });

describe("a page of branches", () => {
  it("begins with the default branch, then goes by name", () => {
    expect(page("").names).toEqual(["main", "Login", "login", "login-2", "mainline", "work/login"]);
  });

  it("holds what was typed anywhere in the name, the very name first", () => {
    expect(page("login").names).toEqual(["login", "Login", "login-2", "work/login"]);
    expect(page("mainl").names).toEqual(["mainline"]);
    expect(page("none")).toEqual({ names: [], next: undefined });
  });

  it("goes on where the page before ended, also when that branch is gone", () => {
    const first = page("", undefined, 3);
    const rest = branchPage(
      branches.filter((name) => name !== first.next),
      "main",
      { text: "", after: first.next, limit: 3 },
    );

    expect(first).toEqual({ names: ["main", "Login", "login"], next: "login" });
    expect(rest).toEqual({ names: ["login-2", "mainline", "work/login"], next: undefined });
  });

  it("shows each of 10,000 branches once", () => {
    const many = Array.from({ length: 10_000 }, (_, i) => `feature/${i}`);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const { names, next } = branchPage(many, undefined, { text: "FEATURE", after, limit: 200 });
      seen.push(...names);
      after = next;
    } while (after !== undefined);

    expect(seen).toHaveLength(10_000);
    expect(new Set(seen)).toEqual(new Set(many));
  });
});
