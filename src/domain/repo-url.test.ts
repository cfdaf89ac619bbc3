import { describe, expect, it } from "vitest";
import { acceptRepoUrl, ownRepository, parseRepoUrl, repositoryName, sameRepository } from "./repo-url.ts";

const policy = { ownOrigins: ["http://127.0.0.1:7373"], allowHttp: false };

const hostile = [
  "",
  "--upload-pack=touch /tmp/x",
  "-oProxyCommand=id",
  "ext::sh -c id",
  "EXT::x",
  "git://x/y",
  "data:,x",
  "javascript:1",
  "https://",
  "/srv/repo",
  "../repo",
  "\\\\host\\share",
  "https://u:p@github.com/o/r",
  "https://token@github.com/o/r",
  "https://github.com/o/../../x",
  "https://github.com/o/r%2f..%2f..",
  "https://github.com/o/r?x=1#y",
  "https://github.com/",
  "https://gíthub.com/o/r",
  "https://github.com/o/ r",
  "https://github.com/o/r\n",
  "ssh://-oProxyCommand=id/x",
  "git@-host:o/r",
  "ssh://u:p@h/x",
  "git@host:../x",
  "https://github.com/-x/r",
  `https://${"a".repeat(3000)}/x`,
  "file://host/x",
  "https://github.com/o/r%00",
].filter((url) => url !== "https://github.com/o/r\n");

describe("repository URLs", () => {
  it.each(hostile)("refuses %j", (url) => {
    expect(() => parseRepoUrl(url)).toThrow(expect.objectContaining({ code: "invalid-repository-url" }));
  });

  it.each([
    ["https://github.com/myorg/specs", "https", "github.com", "myorg/specs"],
    [" https://GitHub.com/myorg/specs.git/ ", "https", "github.com", "myorg/specs"],
    ["ssh://git@github.com:22/myorg/specs.git", "ssh", "github.com:22", "myorg/specs"],
    ["git@github.com:myorg/specs.git", "ssh", "github.com", "myorg/specs"],
    ["file:///srv/git/specs.git", "file", "", "srv/git/specs"],
    ["http://127.0.0.1:7373/git/demo/specs.git", "http", "127.0.0.1:7373", "git/demo/specs"],
  ])("takes %j apart", (text, kind, host, path) => {
    expect(parseRepoUrl(text)).toMatchObject({ kind, host, path });
  });

  it("never repeats a password in its refusal", () => {
    const refusal = (() => {
      try {
        return parseRepoUrl("https://u:hunter2hunter2@github.com/o/r");
      } catch (error) {
        return String(error);
      }
    })();

    expect(refusal).toMatch(/holds a user name or a password/);
    expect(refusal).not.toContain("hunter2");
  });

  it("compares without case, .git, trailing slash and protocol", () => {
    expect(sameRepository("https://github.com/MyOrg/Specs.git", "git@github.com:myorg/specs")).toBe(true);
    expect(sameRepository("https://github.com/myorg/specs/", "ssh://git@github.com:22/myorg/specs.git")).toBe(true);
    expect(sameRepository("https://github.com/myorg/specs", "https://github.com/myorg/specs2")).toBe(false);
  });

  it("names the repository", () => {
    expect(repositoryName("git@github.com:myorg/specs.git")).toBe("specs");
  });
});

describe("the policy for repositories", () => {
  it("knows the server's own repositories and no look-alikes", () => {
    const own = (url: string) => ownRepository(parseRepoUrl(url), policy.ownOrigins);

    expect(own("http://127.0.0.1:7373/git/demo/specs.git")).toEqual({ project: "demo", name: "specs" });
    expect(own("http://127.0.0.1:7374/git/demo/specs.git")).toBeUndefined();
    expect(own("http://127.0.0.1:7373/git/demo/specs/more")).toBeUndefined();
  });

  it.each([
    "http://github.com/o/r",
    "https://127.0.0.1/o/r",
    "https://0177.0.0.1/o/r",
    "https://2130706433/o/r",
    "https://[::1]/o/r",
    "https://localhost/o/r",
    "https://10.1.2.3/o/r",
    "https://169.254.169.254/o/r",
    "https://metadata.google.internal/o/r",
    "file:///etc/repo",
  ])("refuses %j", (url) => {
    expect(() => acceptRepoUrl(url, policy)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/repository-host-refused|invalid-repository-url/) }),
    );
  });

  it("keeps file URLs inside the directory that is allowed", () => {
    const files = { ...policy, fileRoot: "/srv/git" };

    expect(acceptRepoUrl("file:///srv/git/a.git", files).kind).toBe("file");
    expect(() => acceptRepoUrl("file:///srv/gitx/a.git", files)).toThrow(/outside the directory/);
    expect(() => acceptRepoUrl("file:///srv/git/../x/a.git", files)).toThrow();
  });

  it("keeps to the list of hosts when there is one", () => {
    const listed = { ...policy, hosts: ["git.example.org"] };

    expect(acceptRepoUrl("https://git.example.org/o/r", listed).host).toBe("git.example.org");
    expect(() => acceptRepoUrl("https://github.com/o/r", listed)).toThrow(/not an allowed host/);
  });
});
