import { expect, test } from "vitest";
import { Secret } from "#domain/secret.ts";
import type { GitGrant } from "#ports/access.ts";
import { type RemoteDeps, remoteFor, sourceRemoteFor } from "./remotes.ts";

const OWN = "http://127.0.0.1:7373";

const depsWith = (token: string | undefined): RemoteDeps => ({
  access: { gitToken: (grant: GitGrant) => new Secret(`${grant.project}/${grant.repository}/${grant.write}`) },
  secrets: { use: async () => (token === undefined ? undefined : new Secret(token)) },
  policy: () => ({ ownOrigins: [OWN], allowHttp: false }),
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

  const foreign = await sourceRemoteFor(depsWith("secret"), "web", "https://collector.example.com/kit", urls);
  const known = await sourceRemoteFor(depsWith("secret"), "web", "https://git.example.org/org/kit", urls);

  expect(foreign.credential).toBeUndefined();
  expect(known.credential?.password.reveal()).toBe("secret");
});
