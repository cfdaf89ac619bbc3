import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OpenModel } from "#ports/model-endpoint.ts";
import { openOfflineModel } from "./server.ts";

let model: OpenModel;

beforeEach(async () => {
  model = await openOfflineModel();
});

afterEach(() => model.close());

const question = (changes: object = {}) => ({
  model: "offline-model",
  messages: [{ role: "user", content: "Hello" }],
  tools: [{ name: "Bash" }],
  ...changes,
});

const send = (
  body: unknown,
  headers: Record<string, string> = { "x-api-key": model.token.reveal() },
  path = "/v1/messages?beta=true",
) =>
  fetch(model.baseUrl + path, {
    method: "POST",
    headers,
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

describe("the offline model's server", () => {
  test("says what it is and costs nothing", () => {
    expect(model).toMatchObject({ displayName: "offline model (no AI)", isPaid: false });
    expect(model.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test("answers with its own name, whatever model was asked for", async () => {
    const response = await send(question({ model: "claude-sonnet-5" }));

    const answer = (await response.json()) as { model: string; stop_reason: string; usage: { output_tokens: number } };
    expect(answer).toMatchObject({ model: "offline-model", stop_reason: "tool_use" });
    expect(answer.usage.output_tokens).toBeGreaterThan(0);
  });

  test("streams the events of the protocol in their order, text first and then the call", async () => {
    const response = await send(question({ stream: true }));

    const events = [...(await response.text()).matchAll(/^event: (\w+)$/gm)].map((match) => match[1]);
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect([...new Set(events)]).toEqual([
      "message_start",
      "content_block_start",
      "content_block_delta",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
    expect(events.filter((event) => event === "content_block_start")).toHaveLength(2);
  });

  test("takes its token as a key or a bearer, and nothing else", async () => {
    const bearer = await send(question(), { authorization: `Bearer ${model.token.reveal()}` });
    const wrong = await send(question(), { "x-api-key": "offline-guess" });
    const none = await send(question(), {});

    expect([bearer.status, wrong.status, none.status]).toEqual([200, 401, 401]);
  });

  test("gives every opening a token of its own", async () => {
    const other = await openOfflineModel();

    const response = await fetch(`${other.baseUrl}/v1/messages`, {
      method: "POST",
      headers: { "x-api-key": model.token.reveal() },
    });

    expect(response.status).toBe(401);
    await other.close();
  });

  test("counts tokens, and refuses what is not a request", async () => {
    const counted = await send(question(), undefined, "/v1/messages/count_tokens");
    const broken = await send("{");
    const elsewhere = await send(question(), undefined, "/v1/models");

    expect(await counted.json()).toEqual({ input_tokens: expect.any(Number) });
    expect([broken.status, elsewhere.status]).toEqual([400, 404]);
  });

  test("paces text, and no longer than that", async () => {
    const paced = await openOfflineModel({ paceMs: 40 });
    const start = performance.now();

    const response = await fetch(`${paced.baseUrl}/v1/messages`, {
      method: "POST",
      headers: { "x-api-key": paced.token.reveal() },
      body: JSON.stringify(question({ stream: true })),
    });
    await response.text();

    expect(performance.now() - start).toBeGreaterThan(40);
    await paced.close();
  });
});

describe("faults on request", () => {
  test.each([
    ["offline-401", 401, "authentication_error"],
    ["offline-429", 429, "rate_limit_error"],
    ["offline-529", 529, "overloaded_error"],
  ])("%s answers %i", async (name, status, type) => {
    const response = await send(question({ model: name }));

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ type: "error", error: { type } });
    expect(response.headers.get("retry-after")).toBe(status === 429 ? "1" : null);
  });

  test("offline-cut breaks every stream in its middle, and answers that are not streamed", async () => {
    const response = await send(question({ model: "offline-cut", stream: true }));

    await expect(send(question({ model: "offline-cut" }))).rejects.toThrow();

    await expect(response.text()).rejects.toThrow();
  });

  test("offline-cut-once breaks the first stream only", async () => {
    const first = await send(question({ model: "offline-cut-once", stream: true }));
    await expect(first.text()).rejects.toThrow();

    const second = await send(question({ model: "offline-cut-once", stream: true }));

    expect(await second.text()).toContain("message_stop");
  });

  test("offline-silent sends headers and then nothing, until it is closed", async () => {
    const response = await send(question({ model: "offline-silent", stream: true }));
    const reading = response.text();

    await model.close();

    expect(response.status).toBe(200);
    await expect(reading).rejects.toThrow();
    model = await openOfflineModel();
  });

  test("offline-busy runs a command that takes a minute", async () => {
    const response = await send(question({ model: "offline-busy" }));

    expect(JSON.stringify(await response.json())).toContain("60000");
  });
});
