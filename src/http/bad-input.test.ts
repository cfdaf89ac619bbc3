import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppHouse, TOKEN } from "#test/fakes/app-house.ts";
import { commitTo } from "#test/fakes/bare-repository.ts";

const P = "/api/projects/web";

let house: AppHouse;
beforeAll(async () => {
  house = await AppHouse.open();
  await house.call("POST", "/api/projects", { name: "web" });
  for (const name of ["specs", "backend", "empty"]) await house.call("POST", `${P}/repositories`, { name });
  for (const name of ["specs", "backend"])
    await commitTo(house.bareDirectory("web", name), "main", { "README.md": `# ${name}\n` });
});
afterAll(() => house.close());

const url = (name: string) => house.repositoryUrl("web", name);
const newRfe = (change: object = {}) => ({
  title: "Login",
  branchName: "ambient-login",
  umbrellaRepo: { url: url("specs"), branch: "main" },
  ...change,
});
const create = (change: object) => house.call("POST", `${P}/rfe-workflows`, newRfe(change));
const start = (change: object) => house.call("POST", `${P}/agentic-sessions`, { prompt: "Go.", ...change });
const pointers = (body: { errors: { pointer: string }[] }) => body.errors.map(({ pointer }) => pointer);

describe("bad input to workflows", () => {
  test.each([
    "",
    " ",
    "main",
    "Master",
    "develop",
    "HEAD",
    "refs/heads/x",
    "a..b",
    "-x",
    "a b",
    "x.lock",
    "a~b",
    "a:b",
    "@",
    "@{-1}",
    "feature/",
    "/x",
    "x//y",
    "$(id)",
    "x`id`",
    "origin/main",
    "0123456789012345678901234567890123456789",
    "мain",
    "main\u200b",
    "x".repeat(245),
    "team/main",
    "release-1",
  ])("refuses the branch name %j and suggests another", async (branchName) => {
    const { status, body } = await create({ branchName });

    expect(status).toBe(422);
    expect(["/problems/invalid-branch-name", "/problems/branch-protected"]).toContain(body.type);
    expect(pointers(body)).toEqual(["/branchName"]);
    expect(body.remedy[0].text).not.toBe("");
  });

  test("refuses the base branch itself, named or found", async () => {
    await commitTo(house.bareDirectory("web", "specs"), "next", { "a.txt": "a" });
    const named = await create({ branchName: "next", umbrellaRepo: { url: url("specs"), branch: "next" } });

    expect(named.body.type).toBe("/problems/branch-protected");
  });

  test("points at both when a repository is listed twice", async () => {
    const { status, body } = await create({ supportingRepos: [{ url: `${url("specs").replace(".git", "")}/` }] });

    expect([status, body.type]).toEqual([422, "/problems/duplicate-repository"]);
    expect(pointers(body)).toEqual(["/umbrellaRepo/url", "/supportingRepos/0/url"]);
  });

  test.each([
    ["--upload-pack=touch /tmp/x", "invalid-repository-url"],
    ["ext::sh -c id", "invalid-repository-url"],
    ["https://u:p@github.com/o/r", "invalid-repository-url"],
    ["ssh://-oProxyCommand=id/x", "invalid-repository-url"],
    ["https://github.com/o/../../x", "invalid-repository-url"],
    ["/srv/repo", "invalid-repository-url"],
    ["file:///etc", "repository-host-refused"],
    ["http://169.254.169.254/latest/meta-data", "repository-host-refused"],
    ["https://127.0.0.1/o/r", "repository-host-refused"],
  ])("refuses the repository %s", async (bad, code) => {
    const { status, body } = await create({ umbrellaRepo: { url: bad } });

    expect([status, body.type]).toEqual([422, `/problems/${code}`]);
    expect(pointers(body)).toEqual(["/umbrellaRepo/url"]);
  });

  test("tells all repositories that cannot be used at once", async () => {
    const { status, body } = await create({
      umbrellaRepo: { url: url("specs"), branch: "nope" },
      supportingRepos: [{ url: url("missing") }, { url: url("empty") }, { url: url("backend") }],
    });

    expect([status, body.type]).toEqual([422, "/problems/invalid-fields"]);
    expect(body.errors.map((one: { pointer: string; code: string }) => [one.pointer, one.code])).toEqual([
      ["/umbrellaRepo/branch", "base-branch-missing"],
      ["/supportingRepos/0/url", "repository-not-found"],
      ["/supportingRepos/1/url", "repository-empty"],
    ]);
    expect((await house.call("GET", `${P}/rfe-workflows`)).body.workflows).toEqual([]);
  });

  test("names every unknown and missing field", async () => {
    const { status, body } = await house.call("POST", `${P}/rfe-workflows`, { branchname: "x", color: "red" });

    expect([status, body.type]).toEqual([422, "/problems/invalid-fields"]);
    expect(pointers(body).toSorted()).toEqual(["/branchName", "/branchname", "/color", "/title", "/umbrellaRepo"]);
  });

  test("needs If-Match to change a workflow, refuses an old one, and never moves the branch", async () => {
    const made = await create({ branchName: "ambient-edit" });
    const path = `${P}/rfe-workflows/${made.body.id}`;
    const etag = made.headers.get("etag") ?? "";
    const without = await house.call("PUT", path, { title: "A" });
    const fresh = await house.call("PUT", path, { title: "B" }, { "if-match": etag });
    const stale = await house.call("PUT", path, { title: "C" }, { "if-match": etag });
    const moved = await house.call("PUT", path, { branchName: "y" }, { "if-match": fresh.headers.get("etag") ?? "" });
    await house.call("DELETE", path);

    expect([without.status, fresh.status, stale.status]).toEqual([428, 200, 412]);
    expect(moved.body.type).toBe("/problems/branch-immutable");
    expect((await house.call("GET", path)).status).toBe(404);
  });

  test("never gives an id again", async () => {
    const first = await create({ branchName: "ambient-one" });
    await house.call("DELETE", `${P}/rfe-workflows/${first.body.id}`);
    const second = await create({ branchName: "ambient-one" });
    await house.call("DELETE", `${P}/rfe-workflows/${second.body.id}`);

    expect(second.body.id).not.toBe(first.body.id);
  });
});

describe("bad input to sessions", () => {
  test.each([
    [{ prompt: "" }, "/prompt"],
    [{ prompt: "x\u0000y" }, "/prompt"],
    [{ prompt: "x".repeat(100_001) }, "/prompt"],
    [{ mainRepoIndex: 1 }, "/mainRepoIndex"],
    [{ mainRepoIndex: -1 }, "/mainRepoIndex"],
    [{ mainRepoIndex: 1.5 }, "/mainRepoIndex"],
    [{ timeout: 0 }, "/timeout"],
    [{ timeout: 1e9 }, "/timeout"],
    [{ model: "gpt-9" }, "/model"],
    [{ interactive: true }, "/interactive"],
    [{ autoPushOnComplete: true }, "/autoPushOnComplete"],
    [{ metadata: { rfeWorkflow: "rfe-1" } }, "/metadata/rfeWorkflow"],
    [{ metadata: { rfePhase: "deploy" } }, "/metadata/rfePhase"],
    [{ parentSession: "session-x" }, "/parentSession"],
    [{ repos: [{ input: { url: "ext::id", branch: "x" } }] }, "/repos/0/input/url"],
    [{ repos: [{ input: { url: "https://github.com/o/r", branch: "--x" } }] }, "/repos/0/input/branch"],
  ])("refuses %j", async (change, pointer) => {
    const { status, body } = await start(change);

    expect(status).toBe(422);
    expect(pointers(body)).toEqual([pointer]);
    expect(body.error.length).toBeGreaterThan(10);
  });

  test("refuses to push to a protected branch, and two outputs to one branch", async () => {
    const repo = (targetBranch: string) => ({
      input: { url: url("specs"), branch: "main" },
      output: { url: url("specs"), targetBranch, autoCommit: true },
    });
    const main = await start({ repos: [repo("Main")] });
    const both = await start({ repos: [repo("x"), repo("x")] });

    expect([main.status, main.body.type]).toEqual([422, "/problems/branch-protected"]);
    expect([both.status, pointers(both.body)]).toEqual([422, ["/repos/1/output"]]);
  });

  test("lists the models it knows", async () => {
    const { body } = await start({ model: "gpt-9" });

    expect(body.type).toBe("/problems/unknown-model");
    expect(body.models).toContain("sonnet");
  });

  test("refuses what is too large: a long prompt as a field, a huge body unread", async () => {
    const long = await start({ prompt: "x".repeat(2_000_000) });
    const huge = await start({ prompt: "x".repeat(2_200_000) });
    const title = await create({ title: "x".repeat(1_100_000) });

    expect([long.status, huge.status, title.status]).toEqual([422, 413, 413]);
    expect(huge.body.error).toContain("2 MiB");
  });

  test("refuses huge and chunked bodies over a socket too, and takes chunked ones that fit", async () => {
    const send = (size: number) => {
      const text = JSON.stringify({ name: "x", displayName: "y".repeat(size) });
      const body = new Blob([text]).stream();
      const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
      return fetch(`${house.origin}/api/projects`, { method: "POST", headers, body, duplex: "half" } as RequestInit);
    };
    const empty = await fetch(`${house.origin}${P}/agentic-sessions/x/stop`, {
      method: "POST",
      headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    });
    const small = await send(10);
    const large = await send(3_000_000);

    expect([empty.status, small.status, large.status]).toEqual([404, 201, 413]);
  });
});

describe("bad requests of any kind", () => {
  test.each([
    ["GET", "/api/projects/nope", 404, "project-not-found"],
    ["GET", `${P}/rfe-workflows/rfe-1`, 404, "workflow-not-found"],
    ["GET", `${P}/agentic-sessions/session-1`, 404, "session-not-found"],
    ["GET", `${P}/agentic-sessions/session-1/messages`, 404, "session-not-found"],
    ["GET", `${P}/operations/op-1`, 404, "operation-not-found"],
    ["GET", "/api/nothing", 404, "not-found"],
    ["PATCH", "/api/projects", 405, "method-not-allowed"],
    ["DELETE", "/health", 405, "method-not-allowed"],
    ["GET", "/api/projects?cursor=%7B%7D", 400, "bad-cursor"],
    ["GET", "/api/projects?limit=0", 422, "invalid-fields"],
    ["DELETE", P, 409, "project-not-empty"],
  ])("%s %s is %i %s", async (method, path, status, code) => {
    const answer = await house.call(method, path);

    expect([answer.status, answer.body.type]).toEqual([status, `/problems/${code}`]);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(answer.body).toMatchObject({ status, instance: path.split("?")[0], requestId: expect.any(String) });
  });

  test("tells unreadable JSON and other types apart", async () => {
    const broken = await house.call("POST", "/api/projects", "{");
    const form = await house.call("POST", "/api/projects", "name=x", {
      "content-type": "application/x-www-form-urlencoded",
    });

    expect([broken.status, form.status]).toEqual([400, 415]);
  });

  test.each(["../../etc/passwd", "/etc/passwd", "a/../b", ".git/config", "a//b", "specs/%00"])(
    "finds no file at %s",
    async (path) => {
      const made = await create({ branchName: "ambient-paths" });
      const base = `${P}/rfe-workflows/${made.body.id}`;
      const answer = await house.call("GET", `${base}/files/content?ref=main&path=${encodeURIComponent(path)}`);
      await house.call("DELETE", base);

      expect([answer.status, answer.body.type]).toEqual([404, "/problems/no-such-file"]);
    },
  );

  test.each(["PATH", "NODE_OPTIONS", "LD_PRELOAD", "GIT_SSH_COMMAND", "ANTHROPIC_BASE_URL", "lower", "1X", "A-B"])(
    "refuses a secret named %s",
    async (key) => {
      const { status, body } = await house.call("PUT", `${P}/secrets/${key}`, { value: "v" });

      expect([status, body.type]).toEqual([422, "/problems/invalid-secret-name"]);
    },
  );

  test("keeps a secret's value to itself", async () => {
    await house.call("PUT", `${P}/secrets/GIT_TOKEN`, { value: "canary-value-1\n" });
    const list = await house.request("GET", `${P}/secrets`);
    const text = await list.text();
    await house.call("DELETE", `${P}/secrets/GIT_TOKEN`);

    expect(text).toContain('"key":"GIT_TOKEN"');
    expect(text).not.toContain("canary");
  });
});
