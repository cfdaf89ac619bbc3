import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { Secret } from "#domain/secret.ts";
import type { OpenModel } from "#ports/model-endpoint.ts";

/** What the scripted model answers to one request. */
export interface Turn {
  text?: string;
  tools?: { name: string; input: unknown }[];
  /** Instead of an answer. */
  error?: { status: number; type: string; headers?: Record<string, string> };
  /** Answers nothing, ever. */
  hang?: boolean;
}

export interface SeenRequest {
  time: number;
  headers: IncomingHttpHeaders;
  path: string;
  raw: string;
  /** The last text the user (or vteam) wrote, without the reminders the agent adds. */
  prompt: string;
  /** What the tools of the previous turn answered. */
  toolResults: { text: string; isError: boolean }[];
}

type Script = readonly Turn[] | ((request: SeenRequest, n: number) => Turn);

interface Block {
  type: string;
  text?: string;
  content?: unknown;
  is_error?: boolean;
}

/** A scripted model on the loopback that speaks the Messages protocol, streamed. Requests without tools are not counted. */
export async function startMessagesServer(start: Script) {
  let script = start;
  const requests: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    let raw = "";
    for await (const chunk of request) raw += chunk;
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const body = JSON.parse(raw || "{}") as {
      tools?: unknown[];
      model?: string;
      messages?: { role: string; content: string | Block[] }[];
    };
    const seen = describe(path, request.headers, raw, body.messages ?? []);
    if ((body.tools ?? []).length === 0) return stream(response, { text: "A title" }, body.model ?? "");
    const n = requests.push(seen) - 1;
    const turn = typeof script === "function" ? script(seen, n) : (script[Math.min(n, script.length - 1)] ?? {});
    if (turn.hang) return;
    if (turn.error !== undefined) return fail(response, turn.error);
    stream(response, turn, body.model ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const model: OpenModel = {
    baseUrl: url,
    token: new Secret("token-of-the-test"),
    displayName: "scripted model",
    isPaid: true,
    close,
  };
  const setScript = (next: Script): void => {
    script = next;
  };
  return { url, requests, model, setScript, close };
}

function describe(
  path: string,
  headers: IncomingHttpHeaders,
  raw: string,
  messages: { role: string; content: string | Block[] }[],
): SeenRequest {
  const last = messages.findLast((message) => message.role === "user");
  const blocks: Block[] =
    typeof last?.content === "string" ? [{ type: "text", text: last.content }] : (last?.content ?? []);
  const texts = blocks.map((block) =>
    (block.text ?? "").replace(/<system-reminder>[\s\S]*?<\/system-reminder>\s*/g, ""),
  );
  const results = blocks.filter((block) => block.type === "tool_result");
  return {
    time: performance.now(),
    headers,
    path,
    raw,
    prompt: texts
      .filter((text) => text.trim() !== "")
      .join("\n")
      .trim(),
    toolResults: results.map((block) => ({ text: JSON.stringify(block.content), isError: block.is_error === true })),
  };
}

function fail(
  response: ServerResponse,
  error: { status: number; type: string; headers?: Record<string, string> },
): void {
  response.writeHead(error.status, { "content-type": "application/json", ...error.headers });
  response.end(JSON.stringify({ type: "error", error: { type: error.type, message: `scripted ${error.type}` } }));
}

let ids = 0;

function stream(response: ServerResponse, turn: Turn, model: string): void {
  const send = (type: string, data: object) =>
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  const usage = { input_tokens: 100, output_tokens: 20, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 };
  response.writeHead(200, { "content-type": "text/event-stream" });
  send("message_start", {
    message: {
      id: `msg_${ids++}`,
      type: "message",
      role: "assistant",
      model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage,
    },
  });
  const blocks = [
    ...(turn.text === undefined
      ? []
      : [{ start: { type: "text", text: "" }, delta: { type: "text_delta", text: turn.text } }]),
    ...(turn.tools ?? []).map((tool) => ({
      start: { type: "tool_use", id: `toolu_${ids++}`, name: tool.name, input: {} },
      delta: { type: "input_json_delta", partial_json: JSON.stringify(tool.input) },
    })),
  ];
  for (const [index, { start, delta }] of blocks.entries()) {
    send("content_block_start", { index, content_block: start });
    send("content_block_delta", { index, delta });
    send("content_block_stop", { index });
  }
  const reason = (turn.tools ?? []).length > 0 ? "tool_use" : "end_turn";
  send("message_delta", { delta: { stop_reason: reason, stop_sequence: null }, usage: { output_tokens: 20 } });
  send("message_stop", {});
  response.end();
}
