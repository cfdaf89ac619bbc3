import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Secret } from "#domain/secret.ts";
import { AppHouse } from "#test/fakes/app-house.ts";
import { commitTo, git } from "#test/fakes/bare-repository.ts";
import { credential, type GitRemotes, openServerRemotes } from "#test/fakes/git-remotes.ts";
import type { GitServer } from "#test/fakes/git-server.ts";

const P = "/api/projects/web";
let house: AppHouse;
let elsewhere: GitRemotes & { server: GitServer };
let bare: Record<string, string>;

beforeEach(async () => {
  elsewhere = await openServerRemotes();
  house = await AppHouse.open((deps) => ({ ...deps, policy: () => ({ ...deps.policy(), allowHttp: true }) }));
  await house.call("POST", "/api/projects", { name: "web" });
  await house.deps.secrets.write("web", "GIT_TOKEN", credential.password, "ada");
  await house.deps.secrets.write("web", "GIT_TOKEN_HOSTS", new Secret(new URL(elsewhere.server.origin).host), "ada");
  bare = {};
  for (const name of ["specs", "backend"]) {
    const made = await elsewhere.make(name);
    await commitTo(made.bare, "main", { "README.md": `# ${name}\n` });
    bare[name] = made.bare;
  }
});
afterEach(async () => {
  await house.close();
  await elsewhere.close();
});

const url = (name: string): string => `${elsewhere.server.origin}/${name}.git`;
const validate = (change: object = {}) =>
  house.call("POST", `${P}/rfe-workflows/validate`, {
    ...{ title: "User Authentication", description: "With JWT.", branchName: "ambient-user-authentication" },
    umbrellaRepo: { url: url("specs") },
    supportingRepos: [{ url: url("backend"), branch: "main" }],
    ...change,
  });
const branches = async (): Promise<string[]> =>
  Promise.all(Object.values(bare).map((directory) => git(directory, "for-each-ref", "--format=%(refname)")));

describe("asking what would be refused, before anything exists", () => {
  test("finds nothing wrong with repositories of another host that let us push", async () => {
    const { status, body } = await validate();

    expect(status).toBe(200);
    expect(body).toEqual({
      valid: true,
      umbrellaRepo: { url: url("specs"), branch: "main" },
      supportingRepos: [{ url: url("backend"), branch: "main" }],
    });
  });

  test("names every repository that may not be pushed to, in the guide's words, and creates nothing", async () => {
    elsewhere.server.switches.denyPush = 403;

    const { status, body } = await validate();

    expect(status).toBe(403);
    expect(body.type).toBe("/problems/push-access-denied");
    for (const name of ["specs", "backend"])
      expect(body.error).toContain(
        `you don't have push access to ${url(name)}. Please fork the repository or use a repository you have write access to.`,
      );
    expect(body.errors.map((one: { pointer: string }) => one.pointer)).toEqual(["/umbrellaRepo", "/supportingRepos/0"]);
    expect((await house.call("GET", `${P}/rfe-workflows`)).body.workflows).toEqual([]);
    expect(await branches()).toEqual(["refs/heads/main", "refs/heads/main"]);
  });

  test("tells a wrong base from a host that is away", async () => {
    const missing = await validate({ supportingRepos: [{ url: url("backend"), branch: "trunk" }] });
    await elsewhere.server.close();
    const away = await validate();

    expect(missing.status).toBe(422);
    expect(missing.body.errors).toEqual([
      expect.objectContaining({ pointer: "/supportingRepos/0/branch", code: "base-branch-missing" }),
    ]);
    expect(away.body.type).toBe("/problems/git-host-unreachable");
    expect(away.body.retryable).toBe(true);
  });
});
