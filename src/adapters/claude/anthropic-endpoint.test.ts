import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { expect, it, onTestFinished } from "vitest";
import { Secret } from "#domain/secret.ts";
import { anthropicEndpoint } from "./anthropic-endpoint.ts";

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

async function open(handler: Handler) {
  const seen: { url: string | undefined; headers: IncomingMessage["headers"]; body: string }[] = [];
  const upstream = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    seen.push({ url: request.url, headers: request.headers, body });
    handler(request, response, body);
  });
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  const address = upstream.address();
  const port = typeof address === "object" ? address?.port : 0;
  const endpoint = anthropicEndpoint({ baseUrl: `http://127.0.0.1:${port}/base/`, apiKey: new Secret("the-real-key") });
  const model = await endpoint.open();
  const closeUpstream = () =>
    new Promise<void>((resolve) => {
      upstream.close(() => resolve());
      upstream.closeAllConnections();
    });
  onTestFinished(async () => {
    await model.close();
    await closeUpstream();
  });
  const post = (path: string, headers: Record<string, string>, init: RequestInit = {}) =>
    fetch(model.baseUrl + path, { method: "POST", body: '{"a":1}', ...init, headers });
  return { seen, model, post, closeUpstream, ours: { "x-api-key": model.token.reveal() } };
}

const ok: Handler = (_request, response) => response.end("{}");

it("swaps its own token for the key, and passes path, query, headers and body on", async () => {
  const { seen, post, ours } = await open(ok);

  const response = await post("/v1/messages?beta=true", { ...ours, "anthropic-version": "2023-06-01" });

  expect(response.status).toBe(200);
  expect(seen[0]).toMatchObject({
    url: "/base/v1/messages?beta=true",
    body: '{"a":1}',
    headers: { "x-api-key": "the-real-key", "anthropic-version": "2023-06-01" },
  });
});

it("takes the token as a Bearer token too, which goes no further", async () => {
  const { seen, model, post } = await open(ok);

  const response = await post("/v1/messages", { authorization: `Bearer ${model.token.reveal()}` });

  expect(response.status).toBe(200);
  expect(seen[0]?.headers.authorization).toBeUndefined();
});

it("streams the answer as it comes", async () => {
  const finish = Promise.withResolvers<void>();
  const { post, ours } = await open(async (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("first");
    await finish.promise;
    response.end("last");
  });

  const reader = (await post("/v1/messages", ours)).body?.getReader();
  const first = await reader?.read();
  finish.resolve();
  const last = await reader?.read();

  expect([first, last].map((part) => Buffer.from(part?.value ?? []).toString())).toEqual(["first", "last"]);
});

it.each([
  ["/v1/messages", {}, 401],
  ["/v1/messages", { "x-api-key": "the-real-key" }, 401],
  ["/v1/messages", { "x-api-key": "" }, 401],
  ["/v1/organizations", undefined, 404],
  ["/v1/messages/../files", undefined, 404],
])("asks nothing of Claude for %s with %o: %i", async (path, headers, status) => {
  const { seen, post, ours } = await open(ok);

  const response = await post(path, headers ?? ours);

  expect(response.status).toBe(status);
  expect(seen).toEqual([]);
});

it("passes errors on with their headers", async () => {
  const { post, ours } = await open((_request, response) => {
    response.writeHead(429, { "retry-after": "7" });
    response.end("slow down");
  });

  const response = await post("/v1/messages", ours);

  expect([response.status, response.headers.get("retry-after"), await response.text()]).toEqual([
    429,
    "7",
    "slow down",
  ]);
});

it("says when the model server is not there, without the key", async () => {
  const { post, ours, closeUpstream } = await open(ok);
  await closeUpstream();

  const response = await post("/v1/messages", ours);

  expect(response.status).toBe(502);
  expect(await response.text()).not.toContain("the-real-key");
});

it("lets go of the model server when the agent hangs up", async () => {
  const closed = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const { post, ours } = await open((request) => {
    request.socket.on("close", closed.resolve);
    arrived.resolve();
  });
  const hangUp = new AbortController();

  const answer = post("/v1/messages", ours, { signal: hangUp.signal }).catch(() => "hung up");
  await arrived.promise;
  hangUp.abort();

  expect(await answer).toBe("hung up");
  await closed.promise;
});
