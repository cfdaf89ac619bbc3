import { describe, expect, it } from "vitest";
import { parseRepoArgument } from "./repo-argument.ts";

describe("url[@branch]", () => {
  it.each([
    ["specs", { url: "specs" }],
    ["specs@main", { url: "specs", branch: "main" }],
    ["https://github.com/myorg/specs", { url: "https://github.com/myorg/specs" }],
    ["https://github.com/myorg/specs@release/1.2", { url: "https://github.com/myorg/specs", branch: "release/1.2" }],
    ["git@github.com:myorg/specs.git", { url: "git@github.com:myorg/specs.git" }],
    ["git@github.com:myorg/specs.git@main", { url: "git@github.com:myorg/specs.git", branch: "main" }],
    ["ssh://git@github.com/myorg/specs", { url: "ssh://git@github.com/myorg/specs" }],
    ["ssh://git@github.com:22/myorg/specs@dev", { url: "ssh://git@github.com:22/myorg/specs", branch: "dev" }],
    ["http://127.0.0.1:7373/git/p/specs.git@main", { url: "http://127.0.0.1:7373/git/p/specs.git", branch: "main" }],
  ])("reads %s", (text, repo) => {
    expect(parseRepoArgument(text)).toEqual(repo);
  });

  it.each(["@main", "https://github.com/myorg/specs@"])("refuses %s", (text) => {
    expect(() => parseRepoArgument(text)).toThrow("It must look like");
  });
});
