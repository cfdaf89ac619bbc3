import { describe, expect, it } from "vitest";
import { parseSearch, searchOf, stringifySearch } from "./search.ts";

describe("search parameters", () => {
  it("stay text, whatever they look like", () => {
    const search = parseSearch("?at=1e10&q=true&path=specs/a%20b.md");

    expect(search).toEqual({ at: "1e10", q: "true", path: "specs/a b.md" });
  });

  it("survive the address and back", () => {
    const search = { q: "a&b=c #d", path: "specs/ünïcode/x.md", at: "0012" };

    expect(parseSearch(stringifySearch(search))).toEqual(search);
  });

  it("leave out what is empty, and keep slashes readable", () => {
    expect(stringifySearch({ q: "", view: undefined })).toBe("");
    expect(stringifySearch({ path: "specs/x.md" })).toBe("?path=specs/x.md");
  });

  it("are those the page knows, and no others", () => {
    const known = searchOf("q", "view");

    expect(known({ q: "x", other: "y", view: "" })).toEqual({ q: "x" });
  });
});
