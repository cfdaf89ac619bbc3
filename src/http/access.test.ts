import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppHouse, TOKEN } from "#test/fakes/app-house.ts";
import { commitTo } from "#test/fakes/bare-repository.ts";

const P = "/api/projects/web";

let house: AppHouse;
beforeAll(async () => {
  house = await AppHouse.open();
  for (const name of ["web", "other"]) await house.call("POST", "/api/projects", { name });
  await house.call("POST", `${P}/repositories`, { name: "specs" });
  await commitTo(house.bareDirectory("web", "specs"), "main", { "README.md": "# specs\n" });
});
afterAll(() => house.close());

const as = (token: string) => ({ authorization: `Bearer ${token}` });
const startSession = async () => (await house.call("POST", `${P}/agentic-sessions`, { prompt: "Go." })).body.name;

describe("who may do what", () => {
  test.each([
    ["GET", "/api/projects"],
    ["GET", P],
    ["POST", `${P}/rfe-workflows`],
    ["GET", `${P}/agentic-sessions/x/events`],
    ["GET", "/api/me"],
    ["GET", "/metrics"],
    ["GET", "/api/nothing"],
  ])("%s %s without a token is 401 and says how to sign in", async (method, path) => {
    const answer = await house.call(method, path, undefined, { authorization: "" });
    const wrong = await house.call(method, path, undefined, as("wrong"));

    expect([answer.status, wrong.status]).toEqual([401, 401]);
    expect(answer.headers.get("www-authenticate")).toContain("Bearer");
  });

  test("does not take a token from the query", async () => {
    const answer = await house.call("GET", `/api/me?token=${TOKEN}&access_token=${TOKEN}`, undefined, {
      authorization: "",
    });

    expect(answer.status).toBe(401);
  });

  test("a stranger finds no project, a viewer may read but not write, an editor may not administer", async () => {
    const body = { prompt: "Go." };
    const stranger = await house.call("GET", P, undefined, as("stranger"));
    const look = await house.call("GET", P, undefined, as("viewer"));
    const write = await house.call("POST", `${P}/agentic-sessions`, body, as("viewer"));
    const edit = await house.call("POST", `${P}/agentic-sessions`, body, as("editor"));
    const admin = await house.call("PUT", `${P}/secrets/GIT_TOKEN`, { value: "x" }, as("editor"));

    expect([stranger.status, look.status, write.status, edit.status, admin.status]).toEqual([404, 200, 403, 201, 403]);
    expect(stranger.body.type).toBe("/problems/project-not-found");
    expect(write.body).toMatchObject({ type: "/problems/role-required", requiredRole: "edit", role: "view" });
    expect(look.body.can).toEqual({
      edit: false,
      seed: false,
      startSession: false,
      delete: false,
      manageSecrets: false,
    });
  });

  test("an editor deletes only their own sessions", async () => {
    const name = await startSession();
    const answer = await house.call("DELETE", `${P}/agentic-sessions/${name}`, undefined, as("editor"));

    expect([answer.status, answer.body.type]).toEqual([403, "/problems/role-required"]);
  });

  test("a session of another project does not exist, on any route", async () => {
    const name = await startSession();
    const paths = ["", "/messages", "/events", "/stop", "/clone"];
    const statuses = await Promise.all(
      paths.map(async (path) => {
        const method = path === "/stop" || path === "/clone" ? "POST" : "GET";
        return (await house.call(method, `/api/projects/other/agentic-sessions/${name}${path}`)).status;
      }),
    );

    expect(statuses).toEqual([404, 404, 404, 404, 404]);
  });
});

describe("runners", () => {
  const launch = async (name: string, attempt: number) => {
    const session = await house.deps.stores.sessions.get({ project: "web", name });
    if (session === undefined) throw new Error("no session");
    const status = { ...session.status, phase: "Running" as const, attempt, startTime: new Date().toISOString() };
    await house.deps.stores.sessions.update({ ...session, status });
    return as(house.deps.access.runToken({ project: "web", name, attempt }).reveal());
  };
  const event = (seq: number, text: string) => ({ seq, timestamp: 1, type: "agent.message", payload: { text } });

  test("report events and a result, which becomes the status of the session", async () => {
    const name = await startSession();
    const token = await launch(name, 1);
    const run = `${P}/agentic-sessions/${name}/run`;
    const order = await house.call("GET", run, undefined, token);
    const result = { outcome: "completed", message: "", results: "Done.", repos: [], num_turns: 2, total_cost_usd: 0 };
    const ending = { seq: 2, timestamp: 2, type: "result.message", payload: result };
    const first = await house.call("POST", `${run}/events`, { events: [event(1, "Hello")] }, token);
    const again = await house.call("POST", `${run}/events`, { events: [event(1, "Hello"), ending] }, token);
    const gap = await house.call("POST", `${run}/events`, { events: [event(9, "x")] }, token);
    const session = await house.call("GET", `${P}/agentic-sessions/${name}`);
    const model = await house.call("POST", `${run}/model-credential`, {}, token);
    const log = await house.call("GET", `${P}/agentic-sessions/${name}/messages?types=agent.message`);

    expect(order.body).toMatchObject({ project: "web", session: name, attempt: 1, spec: { prompt: "Go." } });
    expect([first.body, again.body]).toEqual([{ lastSeq: 1 }, { lastSeq: 2 }]);
    expect([gap.status, gap.body.type, gap.body.lastSeq]).toEqual([409, "/problems/event-gap", 2]);
    expect(session.body.status).toMatchObject({ results: "Done.", num_turns: 2, total_cost_usd: 0, is_error: false });
    expect(model.body).toEqual({ kind: "offline" });
    expect(log.body).toMatchObject({ lastSeq: 2, nextAfter: 2, complete: false, messages: [{ seq: 1 }] });
  });

  test("reach nothing but their own session, and are fenced when a later attempt runs", async () => {
    const [mine, foreign] = [await startSession(), await startSession()];
    const token = await launch(mine, 1);
    await launch(foreign, 1);
    const people = await house.call("GET", `${P}/agentic-sessions/${mine}`, undefined, token);
    const other = await house.call("GET", `${P}/agentic-sessions/${foreign}/run`, undefined, token);
    await launch(mine, 2);
    const late = await house.call("POST", `${P}/agentic-sessions/${mine}/run/events`, { events: [] }, token);

    expect([people.status, other.status, late.status]).toEqual([401, 404, 410]);
    expect(late.body.type).toBe("/problems/run-fenced");
  });

  test("get a credential to push only where the session has an output", async () => {
    const url = house.repositoryUrl("web", "specs");
    const repos = [
      { input: { url, branch: "main" } },
      { input: { url, branch: "main" }, output: { url, targetBranch: "work", autoCommit: true } },
    ];
    const made = await house.call("POST", `${P}/agentic-sessions`, { prompt: "Go.", repos });
    const token = await launch(made.body.name, 1);
    const ask = (repoIndex: number, access: string) =>
      house.call("POST", `${P}/agentic-sessions/${made.body.name}/run/git-credential`, { repoIndex, access }, token);
    const [read, refused, write] = [await ask(0, "read"), await ask(0, "write"), await ask(1, "write")];

    expect([read.status, refused.status, write.status]).toEqual([200, 403, 200]);
    expect(write.body.credential.username).toBe("x-access-token");
    expect(write.body.credential.password).not.toBe(TOKEN);
  });

  test("are refused at the clone what they could not push later, because the token is not meant for the host", async () => {
    const url = "https://git.example.org/org/specs";
    const repos = [
      { input: { url, branch: "main" }, output: { url, targetBranch: "work", autoCommit: true } },
      { input: { url: "https://git.example.org/org/docs", branch: "main" } },
    ];
    await house.call("PUT", `${P}/secrets/GIT_TOKEN`, { value: "canary" });
    const made = await house.call("POST", `${P}/agentic-sessions`, { prompt: "Go.", repos });
    const token = await launch(made.body.name, 1);
    const ask = (repoIndex: number) =>
      house.call(
        "POST",
        `${P}/agentic-sessions/${made.body.name}/run/git-credential`,
        { repoIndex, access: "read" },
        token,
      );
    const [toPush, toRead] = [await ask(0), await ask(1)];
    await house.call("DELETE", `${P}/secrets/GIT_TOKEN`);

    expect(toPush.body).toMatchObject({ type: "/problems/git-token-withheld", host: "git.example.org" });
    expect(toRead.body).toEqual({ credential: null });
  });
});

describe("browsers", () => {
  const signIn = async () => {
    const answer = await house.request(
      "POST",
      "/api/login",
      { token: TOKEN },
      { authorization: "", origin: "http://localhost" },
    );
    return { status: answer.status, cookie: answer.headers.get("set-cookie") ?? "" };
  };

  test("trade the token for a cookie that scripts and other sites cannot use", async () => {
    const { status, cookie } = await signIn();
    const me = await house.call("GET", "/api/me", undefined, { authorization: "", cookie: cookie.split(";")[0] ?? "" });

    expect(status).toBe(204);
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(me.body.userId).toBe("local");
  });

  test.each([undefined, "null", "https://evil.example", "http://localhost.evil.example", "http://localhost:81"])(
    "cannot write with the cookie from origin %s",
    async (origin) => {
      const { cookie } = await signIn();
      const headers = {
        authorization: "",
        cookie: cookie.split(";")[0] ?? "",
        ...(origin === undefined ? {} : { origin }),
      };
      const answer = await house.call("POST", "/api/projects", { name: "stolen" }, headers);

      expect([answer.status, answer.body.type]).toEqual([403, "/problems/origin-refused"]);
    },
  );

  test("are refused under a host name that is not ours", async () => {
    const answer = await house.call("GET", "/health", undefined, { host: "rebound.example" });

    expect([answer.status, answer.body.type]).toEqual([421, "/problems/host-refused"]);
  });

  test.each(["/", "/login", "/api/reference", "/problems/stale-write"])("get %s with a strict policy", async (path) => {
    const answer = await house.request("GET", path);
    const text = await answer.text();

    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(text).not.toMatch(/\son\w+=|<style|<script>/);
    expect(text).toContain("<title>");
  });

  test("get a start page that names what is here, and one that says how to sign in", async () => {
    const signedIn = await (await house.request("GET", "/")).text();
    const signedOut = await (await house.request("GET", "/", undefined, { authorization: "" })).text();

    expect(signedIn).toContain("/api/projects/web");
    expect(signedOut).toContain("not signed in");
    expect(signedOut).not.toContain("/api/projects/web");
  });
});

describe("the service", () => {
  test("answers its probes, its version and its numbers", async () => {
    const [health, ready, version, info] = await Promise.all(
      ["/health", "/readyz", "/version", "/api/cluster-info"].map((path) =>
        house.call("GET", path, undefined, { authorization: "" }),
      ),
    );
    const metrics = await (await house.request("GET", "/metrics")).text();

    expect(health?.body).toEqual({ status: "healthy" });
    expect(ready?.body).toMatchObject({
      status: "ready",
      checks: [{ name: "store", ok: true }, { name: "not-draining" }],
    });
    expect(version?.body).toEqual({ version: "0.1.0" });
    expect(info?.body).toEqual({ isOpenShift: false, mode: "standalone", version: "0.1.0", demo: false });
    expect(metrics).toContain('vteam_http_requests_total{route="/api/projects",method="POST",code="201"}');
    expect(metrics).not.toContain('"web"');
  });

  test("describes every route in OpenAPI 3.1, each with its problems", async () => {
    const { body } = await house.call("GET", "/api/openapi.json", undefined, { authorization: "" });
    const operations = Object.values<Record<string, { responses: object }>>(body.paths).flatMap((item) =>
      Object.values(item),
    );

    expect(body.openapi).toBe("3.1.0");
    expect(operations.length).toBeGreaterThan(45);
    expect(operations.every(({ responses }) => "default" in responses)).toBe(true);
  });

  test("says 304 to whoever has this version already", async () => {
    const first = await house.call("GET", P);
    const second = await house.call("GET", P, undefined, { "if-none-match": first.headers.get("etag") ?? "" });

    expect([first.status, second.status]).toEqual([200, 304]);
  });
});
