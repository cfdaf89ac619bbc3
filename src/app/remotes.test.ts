import { expect, test } from "vitest";
import { Secret } from "#domain/secret.ts";
import type { GitGrant } from "#ports/access.ts";
import { type RemoteDeps, remoteFor, sourceRemoteFor } from "./remotes.ts";

const OWN = "http://127.0.0.1:7373";

const depsWith = (token: string | undefined, named?: string, hosts?: string[]): RemoteDeps => ({
  access: { gitToken: (grant: GitGrant) => new Secret(`${grant.project}/${grant.repository}/${grant.write}`) },
  secrets: {
    async use(_project, key) {
      const value = { GIT_TOKEN: token, GIT_TOKEN_HOSTS: named }[key];
      return value === undefined ? undefined : new Secret(value);
    },
  },
  policy: () => ({ ownOrigins: [OWN], allowHttp: false, hosts }),
});

test("gives a short-lived token of our own for a repository that this server hosts", async () => {
  const remote = await remoteFor(depsWith("secret"), "web", `${OWN}/git/web/specs.git`, "write");

  expect(remote.url).toBe(`${OWN}/git/web/specs.git`);
  expect(remote.credential?.username).toBe("x-access-token");
  expect(remote.credential?.password.reveal()).toBe("web/specs/true");
});

test("keeps a hosted repository of another project out of reach", async () => {
  const attempt = remoteFor(depsWith("secret"), "web", `${OWN}/git/other/specs.git`, "read");

  await expect(attempt).rejects.toMatchObject({ code: "repository-not-found" });
});

test("uses the project's token for a repository elsewhere", async () => {
  const remote = await remoteFor(depsWith("secret\n"), "web", "https://github.com/org/specs", "read");

  expect(remote.credential?.password.reveal()).toBe("secret");
});

test("goes without a credential when the project has no token, or when the token does not fit", async () => {
  const remotes = await Promise.all([
    remoteFor(depsWith(undefined), "web", "https://github.com/org/specs", "read"),
    remoteFor(depsWith("secret"), "web", "git@github.com:org/specs.git", "read"),
  ]);

  expect(remotes.map((remote) => remote.credential)).toEqual([undefined, undefined]);
});

test("refuses what is not a repository URL", async () => {
  const attempt = remoteFor(depsWith("secret"), "web", "--upload-pack=touch /tmp/x", "read");

  await expect(attempt).rejects.toMatchObject({ code: "invalid-repository-url" });
});

test("never shows the project's token to a source on a foreign host", async () => {
  const urls = ["https://git.example.org/org/specs"];

  const deps = depsWith("secret", "git.example.org, collector.example.com");

  const foreign = await sourceRemoteFor(deps, "web", "https://collector.example.com/kit", urls);
  const known = await sourceRemoteFor(deps, "web", "https://git.example.org/org/kit", urls);

  expect(foreign.credential).toBeUndefined();
  expect(known.credential?.password.reveal()).toBe("secret");
});

const url = (host: string): string => `https://${host}/org/specs`;
test.each([
  ["github.com and nowhere else when nobody says more", {}, ["github.com"], ["gitlab.com", "github.com.evil.example"]],
  ["the hosts that were named", { named: "gitlab.com" }, ["gitlab.com", "GitLab.com"], ["github.com", "a.gitlab.com"]],
  ["one port of a host", { named: "git.example.org:8443" }, ["git.example.org:8443"], ["git.example.org"]],
  ["the hosts of the configuration", { hosts: ["git.example.org"] }, ["git.example.org"], []],
])(
  "sends the project's token to %s",
  async (_where, { named, hosts }: { named?: string; hosts?: string[] }, to, notTo) => {
    const deps = depsWith("secret", named, hosts);
    const read = async (host: string) =>
      (await remoteFor(deps, "web", url(host), "read")).credential?.password.reveal();

    expect(await Promise.all(to.map(read))).toEqual(to.map(() => "secret"));
    expect(await Promise.all(notTo.map(read))).toEqual(notTo.map(() => undefined));
  },
);

test("refuses to write where the token may not go, and says why and what to do", async () => {
  const attempt = remoteFor(depsWith("secret"), "web", url("collector.example.com"), "write");

  await expect(attempt).rejects.toMatchObject({
    code: "git-token-withheld",
    message:
      "GIT_TOKEN of project web is for github.com, so it was not sent to collector.example.com, and nothing can be pushed to https://collector.example.com/org/specs.",
    kind: { remedy: expect.stringContaining("GIT_TOKEN_HOSTS") },
  });
});

test("keeps the token from a source on a known host that it is not meant for", async () => {
  const urls = [url("git.example.org")];

  const source = await sourceRemoteFor(depsWith("secret"), "web", "https://git.example.org/org/kit", urls);

  expect(source.credential).toBeUndefined();
});
