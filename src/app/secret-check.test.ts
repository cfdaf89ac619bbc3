import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anthropicAccount } from "#adapters/claude/anthropic-account.ts";
import { AppHouse } from "#test/fakes/app-house.ts";
import { commitTo } from "#test/fakes/bare-repository.ts";
import { type GitServer, startGitServer } from "#test/fakes/git-server.ts";
import { loopbackServer } from "#test/fakes/loopback-server.ts";
import { removeData } from "#test/fakes/vteam-server.ts";

const P = "/api/projects/web";
const GOOD = "good-key-canary-71";

let house: AppHouse;
let gitRoot: string;
let gitHost: GitServer;
let provider: { origin: string; close(): Promise<void> };
const asked: string[] = [];
let providerStatus = 200;

beforeAll(async () => {
  gitRoot = mkdtempSync(join(tmpdir(), "vteam-check-"));
  gitHost = await startGitServer(gitRoot, { username: "x-access-token", password: GOOD });
  execFileSync("git", ["init", "-q", "--bare", "-b", "main", join(gitRoot, "org/specs.git")]);
  await commitTo(join(gitRoot, "org/specs.git"), "main", { "README.md": "# specs\n" });
  provider = await loopbackServer(
    createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const isGood = request.headers["x-api-key"] === GOOD;
      response.writeHead(isGood ? providerStatus : 401, { "content-type": "application/json" });
      response.end(`{"echo":"${request.headers["x-api-key"]}"}`);
    }),
  );
  house = await AppHouse.open((deps) => ({
    ...deps,
    modelAccount: anthropicAccount(`${provider.origin}/prefix/`),
    policy: () => ({ ...deps.policy(), allowHttp: true, hosts: [new URL(gitHost.origin).host] }),
  }));
  await house.call("POST", "/api/projects", { name: "web" });
});
afterAll(async () => {
  await house.close();
  await gitHost.close();
  await provider.close();
  removeData(gitRoot);
});

const set = (key: string, value: string) => house.call("PUT", `${P}/secrets/${key}`, { value });
const check = (key: string, headers?: Record<string, string>) =>
  house.call("POST", `${P}/secrets/${key}/test`, undefined, headers);
const addRfe = (url: string, name = "rfe-1700000000") =>
  house.deps.stores.rfes.create({
    metadata: { project: "web", name, createdBy: "local" },
    spec: {
      title: "Login",
      description: "",
      branchName: "ambient-login",
      umbrellaRepo: { url, branch: "main" },
      supportingRepos: [],
      workspacePath: "",
      jiraLinks: [],
    },
    status: { phase: "Initializing", message: "" },
  });

describe("testing ANTHROPIC_API_KEY", () => {
  test("says that it is not set, and asks nobody", async () => {
    const { status, body } = await check("ANTHROPIC_API_KEY");

    expect([status, body.state]).toEqual([200, "untested"]);
    expect(asked).toEqual([]);
  });

  test("asks the configured address for its models, and tells good from bad without showing either", async () => {
    await set("ANTHROPIC_API_KEY", GOOD);
    const good = await check("ANTHROPIC_API_KEY");
    await set("ANTHROPIC_API_KEY", "bad-key-canary-72");
    const bad = await check("ANTHROPIC_API_KEY");

    expect(good.body).toEqual({ state: "ok", sentence: "The Claude API accepts this key." });
    expect(bad.body).toMatchObject({ state: "refused", remedy: expect.stringContaining("replace") });
    expect(asked).toEqual(["GET /prefix/v1/models?limit=1", "GET /prefix/v1/models?limit=1"]);
    expect(JSON.stringify([good.body, bad.body])).not.toContain("canary");
  });

  test("does not blame the key when the provider is at fault or away", async () => {
    await set("ANTHROPIC_API_KEY", GOOD);
    providerStatus = 529;
    const overloaded = await check("ANTHROPIC_API_KEY");
    providerStatus = 200;
    const away = await anthropicAccount("http://127.0.0.1:9").check(
      (await house.deps.secrets.use("web", "ANTHROPIC_API_KEY")) ?? expect.fail("it is set"),
      AbortSignal.timeout(5_000),
    );

    expect(overloaded.body).toMatchObject({ state: "unreachable", sentence: expect.stringContaining("529") });
    expect(away).toMatchObject({ kind: "unreachable", why: expect.stringContaining("127.0.0.1:9 did not answer") });
  });

  test("gives up when its time is over", async () => {
    const silent = await loopbackServer(createServer(() => {}));
    const key = (await house.deps.secrets.use("web", "ANTHROPIC_API_KEY")) ?? expect.fail("it is set");

    const answer = await anthropicAccount(silent.origin).check(key, AbortSignal.timeout(50));
    await silent.close();

    expect(answer).toMatchObject({ kind: "unreachable", why: expect.stringContaining("took too long") });
  });
});

describe("testing GIT_TOKEN", () => {
  test("has nothing to try it on before an RFE names a repository elsewhere", async () => {
    await set("GIT_TOKEN", GOOD);

    const { body } = await check("GIT_TOKEN");

    expect(body).toMatchObject({ state: "untested", remedy: expect.stringContaining("RFE") });
  });

  test("asks the host of the project's repository whether it may push", async () => {
    const url = `${gitHost.origin}/org/specs.git`;
    await addRfe(url);
    const good = await check("GIT_TOKEN");
    gitHost.switches.denyPush = 403;
    const readOnly = await check("GIT_TOKEN");
    gitHost.switches.denyPush = undefined;
    await set("GIT_TOKEN", "bad-token-canary-73");
    const bad = await check("GIT_TOKEN");

    expect(good.body).toEqual({ state: "ok", sentence: `The token may push to ${url}.` });
    expect(readOnly.body).toMatchObject({ state: "refused", sentence: expect.stringContaining("may not push") });
    expect(bad.body).toMatchObject({ state: "refused", sentence: expect.stringContaining(url) });
    expect(JSON.stringify([good.body, readOnly.body, bad.body])).not.toContain("canary");
  });

  test("tries it on one of its own hosts, also when a newer RFE is elsewhere", async () => {
    await set("GIT_TOKEN", GOOD);
    await addRfe("https://git.example.org/org/specs.git", "rfe-1800000000");

    const { body } = await check("GIT_TOKEN");

    expect(body).toEqual({ state: "ok", sentence: `The token may push to ${gitHost.origin}/org/specs.git.` });
  });

  test("is for administrators only, and other secrets have no test", async () => {
    await set("JIRA_URL", "https://jira.example.com");
    const editor = await check("GIT_TOKEN", { authorization: "Bearer editor" });
    const jira = await check("JIRA_URL");

    expect(editor.status).toBe(403);
    expect(jira.body.state).toBe("untested");
  });
});
