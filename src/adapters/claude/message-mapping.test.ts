import type { SDKMessage } from "@anthropic-ai/claude-agent-sdk";
import { expect, it } from "vitest";
import { MAX_EVENT_TEXT, SessionEventBody } from "#domain/session-event.ts";
import { toEvents } from "./message-mapping.ts";

/** As it comes off the wire: the SDK hands on what the agent's process printed. */
const message = (json: object): SDKMessage => JSON.parse(JSON.stringify(json));
const assistant = (content: object[], more: object = {}) =>
  message({ type: "assistant", parent_tool_use_id: null, message: { id: "m", role: "assistant", content }, ...more });
const user = (content: unknown) =>
  message({ type: "user", parent_tool_use_id: null, message: { role: "user", content } });

it("gives text and tool calls in their order, and keeps thoughts to itself", () => {
  const events = toEvents(
    assistant([
      { type: "thinking", thinking: "hm" },
      { type: "text", text: "I look." },
      { type: "tool_use", id: "t1", name: "Read", input: { file_path: "a" } },
      { type: "text", text: "  " },
    ]),
  );

  expect(events).toEqual([
    { type: "agent.message", payload: { text: "I look." } },
    { type: "tool.use", payload: { id: "t1", name: "Read", input: { file_path: "a" } } },
  ]);
});

it("names the subagent that speaks", () => {
  const events = toEvents(
    assistant([{ type: "text", text: "Hi" }], { parent_tool_use_id: "t1", subagent_type: "architect" }),
  );

  expect(events).toEqual([{ type: "agent.message", payload: { text: "Hi", subagent: "architect" } }]);
});

it("shows a failure of the model as vteam's words, not the agent's", () => {
  const events = toEvents(assistant([{ type: "text", text: "API Error: 529" }], { error: "overloaded" }));

  expect(events).toEqual([{ type: "system.message", payload: { text: "API Error: 529", level: "error" } }]);
});

it.each([
  ["done", "done"],
  [
    [
      { type: "text", text: "a" },
      { type: "text", text: "b" },
      { type: "image", source: {} },
    ],
    "a\nb\n[image]",
  ],
  [undefined, ""],
])("reads what a tool answered: %o", (content, text) => {
  const events = toEvents(user([{ type: "tool_result", tool_use_id: "t1", content, is_error: true }]));

  expect(events).toEqual([{ type: "tool.result", payload: { id: "t1", text, isError: true } }]);
});

it("says that and why the model is waited for", () => {
  const retry = {
    type: "system",
    subtype: "api_retry",
    attempt: 1,
    max_retries: 4,
    retry_delay_ms: 520,
    error: "overloaded",
  };

  expect(toEvents(message({ ...retry, error_status: 529 }))[0]?.payload).toEqual({
    reason: "The model answered 529; trying again in 1 s (1 of 4).",
  });
  expect(toEvents(message({ ...retry, error_status: null }))[0]?.payload).toEqual({
    reason: "The model did not answer; trying again in 1 s (1 of 4).",
  });
});

it("says what the agent was not allowed to do", () => {
  const events = toEvents(
    message({ type: "system", subtype: "permission_denied", tool_name: "Bash", message: "blocked" }),
  );

  expect(events).toEqual([
    { type: "system.message", payload: { text: "The agent may not use Bash like this: blocked", level: "warning" } },
  ]);
});

it.each([
  { type: "stream_event", event: {} },
  { type: "system", subtype: "something_new" },
  { type: "something_new" },
  { type: "result", subtype: "success" },
])("ignores what it does not know or need: %o", (unknown) => {
  expect(toEvents(message(unknown))).toEqual([]);
});

it("ignores notices to the agent", () => {
  expect(toEvents(user("[Request interrupted by user]"))).toEqual([]);
  expect(toEvents(user([{ type: "text", text: "<local-command-stdout>" }]))).toEqual([]);
});

it("cuts what is too long, says so, and stays within the schema", () => {
  const long = "x".repeat(MAX_EVENT_TEXT + 1);
  const input = { content: long, many: Array.from({ length: 5_000 }, () => "y".repeat(1_000)) };
  const events = [
    ...toEvents(
      assistant([
        { type: "text", text: long },
        { type: "tool_use", id: "t", name: "Write", input },
      ]),
    ),
    ...toEvents(user([{ type: "tool_result", tool_use_id: "t", content: long }])),
  ];

  expect(events).toHaveLength(3);
  for (const event of events) {
    expect(SessionEventBody.safeParse(event).success).toBe(true);
    expect(JSON.stringify(event).length).toBeLessThan(MAX_EVENT_TEXT + 200);
    expect(JSON.stringify(event)).toContain("cut by vTeam");
  }
});
