import { createServer } from "node:http";
import pino from "pino";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { Problem } from "#domain/problem.ts";
import { Secret } from "#domain/secret.ts";
import { loopbackServer } from "#test/fakes/loopback-server.ts";
import { startRunServer } from "#test/fakes/run-server.ts";
import { openRunClient, type RunClient } from "./run-client.ts";

const log = pino({ level: "silent" });
const { signal } = new AbortController();

let server: Awaited<ReturnType<typeof startRunServer>>;
let client: RunClient;
beforeEach(async () => {
  server = await startRunServer("token");
  client = openRunClient({ url: server.url, token: new Secret("token"), log });
  onTestFinished(() => server.close());
});

async function openFlaky(statuses: number[], body: unknown) {
  let n = 0;
  const flaky = await loopbackServer(
    createServer((_request, response) => {
      const status = statuses[n++] ?? 200;
      if (status === 0) response.destroy();
      else
        response
          .writeHead(status, { "content-type": "application/json" })
          .end(status === 200 ? JSON.stringify(body) : "<html>");
    }),
  );
  onTestFinished(flaky.close);
  return { client: openRunClient({ url: flaky.origin, token: new Secret("token"), log }), count: () => n };
}

it("asks for the credential of one repository and hides its password", async () => {
  server.switches.credential = { username: "x-access-token", password: "git-password" };

  const credential = await client.gitCredential(1, "write", signal);

  expect(server.asked.at(-1)).toEqual({ path: "/run/git-credential", body: { repoIndex: 1, access: "write" } });
  expect(credential?.password.reveal()).toBe("git-password");
  expect(JSON.stringify(credential)).not.toContain("git-password");
});

it("knows that a repository needs none", async () => {
  expect(await client.gitCredential(0, "read", signal)).toBeUndefined();
});

it("tries again when the server is restarting or the connection breaks", async () => {
  const flaky = await openFlaky([503, 0, 502, 429], { lastSeq: 7 });

  expect(await flaky.client.sendEvents([], signal)).toBe(7);
  expect(flaky.count()).toBe(5);
});

it("does not insist on what the server refuses", async () => {
  server.switches.isFenced = true;

  await expect(client.modelCredential(signal)).rejects.toMatchObject({ code: "run-fenced", message: "Scripted." });
  expect(server.asked).toHaveLength(1);
});

it("takes any 410 as the end of this run", async () => {
  const flaky = await openFlaky([410], {});

  await expect(flaky.client.order(signal)).rejects.toBeInstanceOf(Problem);
  await expect(openFlaky([410], {}).then((other) => other.client.order(signal))).rejects.toMatchObject({
    code: "run-fenced",
  });
});

it("hands on the facts of a problem", async () => {
  const event = { seq: 5, timestamp: 1, type: "log.end", payload: {} } as const;

  await expect(client.sendEvents([event], signal)).rejects.toMatchObject({ code: "event-gap", facts: { lastSeq: 0 } });
});

it("stops waiting when it is told to", async () => {
  const flaky = await openFlaky(
    Array.from({ length: 100 }, () => 503),
    {},
  );

  await expect(flaky.client.order(AbortSignal.timeout(200))).rejects.toThrow();
});

it("refuses an order that is not one", async () => {
  const flaky = await openFlaky([], { project: "p" });

  await expect(flaky.client.order(signal)).rejects.toThrow();
  expect(flaky.count()).toBe(1);
});
