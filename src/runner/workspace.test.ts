import { expect, it } from "vitest";
import { directoryNames } from "./workspace.ts";

it("names each directory after its repository", () => {
  expect(directoryNames(["https://github.com/myorg/specs", "git@github.com:myorg/backend.git"])).toEqual([
    "specs",
    "backend",
  ]);
});

it("tells repositories of the same name apart, also where case does not count", () => {
  expect(directoryNames(["https://a.com/x/api", "https://b.com/y/API.git", "https://c.com/z/api"])).toEqual([
    "api",
    "API-2",
    "api-3",
  ]);
});

it("makes no hidden directory and no option of a name", () => {
  expect(directoryNames(["https://a.com/x/.github", "https://a.com/x/name%20with%20blanks"])).toEqual(
    ["-github", "name-20with-20blanks"].map((name) => name.replace(/^-/, "repository-")),
  );
});
