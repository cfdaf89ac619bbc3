import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppHouse } from "#test/fakes/app-house.ts";
import { loopbackServer } from "#test/fakes/loopback-server.ts";

const P = "/api/projects/web";
let house: AppHouse;
let collector: { origin: string; close(): Promise<void> };
const collected: string[] = [];

beforeAll(async () => {
  collector = await loopbackServer(
    createServer((request, response) => {
      if (request.headers.authorization !== undefined) collected.push(request.headers.authorization);
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
    }),
  );
  house = await AppHouse.open((deps) => ({ ...deps, policy: () => ({ ...deps.policy(), allowHttp: true }) }));
  await house.call("POST", "/api/projects", { name: "web" });
  await house.call("PUT", `${P}/secrets/GIT_TOKEN`, { value: "canary-token-91" });
});
afterAll(async () => {
  await house.close();
  await collector.close();
});

const rfe = () => ({
  title: "Login",
  branchName: "ambient-login",
  umbrellaRepo: { url: `${collector.origin}/org/specs.git`, branch: "main" },
});

test("whoever names a repository of their own host does not get the project's token", async () => {
  const query = `repo=${encodeURIComponent(`${collector.origin}/org/specs.git`)}`;

  const answers = [
    await house.call("POST", `${P}/rfe-workflows`, rfe()),
    await house.call("POST", `${P}/rfe-workflows/validate`, rfe()),
    await house.call("GET", `${P}/repo/branches?${query}`),
    await house.call("GET", `${P}/repo/tree?${query}`),
  ];

  expect(collected).toEqual([]);
  expect(answers.map(({ status }) => status).every((status) => status >= 400)).toBe(true);
  expect(JSON.stringify(answers.map(({ body }) => body))).toContain("GIT_TOKEN_HOSTS");
  expect(JSON.stringify(answers)).not.toContain("canary-token");
});

test("the list of hosts is checked when it is set, and then counts at once", async () => {
  const wrong = await house.call("PUT", `${P}/secrets/GIT_TOKEN_HOSTS`, { value: "https://git.example.org/" });
  const right = await house.call("PUT", `${P}/secrets/GIT_TOKEN_HOSTS`, { value: new URL(collector.origin).host });

  await house.call("POST", `${P}/rfe-workflows/validate`, rfe());

  expect([wrong.status, right.status]).toEqual([422, 204]);
  expect(wrong.body.error).toContain("such as: github.com");
  expect(new Set(collected)).toEqual(
    new Set([`Basic ${Buffer.from("x-access-token:canary-token-91").toString("base64")}`]),
  );
});
