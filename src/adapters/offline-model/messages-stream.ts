import { createHash } from "node:crypto";
import { OFFLINE_MODEL, type Turn, tokensIn } from "./turn.ts";

type ContentBlock =
  | { type: "text"; text: string }
  | { type: "tool_use"; id: string; name: string; input: Readonly<Record<string, string | number | boolean>> };

/** A whole answer as the Messages API gives it without streaming. */
export interface AnswerMessage {
  id: string;
  type: "message";
  role: "assistant";
  model: string;
  content: ContentBlock[];
  stop_reason: "end_turn" | "tool_use" | null;
  stop_sequence: null;
  usage: {
    input_tokens: number;
    output_tokens: number;
    cache_creation_input_tokens: number;
    cache_read_input_tokens: number;
  };
}

/** One server-sent event; `isText` marks those a reader watches, which are worth pacing. */
export interface StreamEvent {
  type: string;
  data: object;
  isText: boolean;
}

/** The same conversation always gets the same ids: `key` is the request's text. */
export function answerMessage(turn: Turn, key: string): AnswerMessage {
  const digest = createHash("sha256").update(key).digest("hex").slice(0, 24);
  const content: ContentBlock[] = turn.text === "" ? [] : [{ type: "text", text: turn.text }];
  if (turn.call !== undefined) content.push({ type: "tool_use", id: `toolu_${digest}`, ...turn.call });
  return {
    id: `msg_${digest}`,
    type: "message",
    role: "assistant",
    model: OFFLINE_MODEL,
    content,
    stop_reason: turn.call === undefined ? "end_turn" : "tool_use",
    stop_sequence: null,
    usage: {
      input_tokens: tokensIn(key),
      output_tokens: tokensIn(JSON.stringify(content)),
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
    },
  };
}

/** Words for a reader; a tool's input goes in few large pieces, since nobody watches it being typed. */
const pieces = (text: string, size: number): string[] => text.match(new RegExp(`[\\s\\S]{1,${size}}`, "g")) ?? [];

function* blockEvents(block: ContentBlock, index: number): Generator<StreamEvent> {
  const opening = block.type === "text" ? { ...block, text: "" } : { ...block, input: {} };
  yield { type: "content_block_start", data: { index, content_block: opening }, isText: false };
  if (block.type === "text") {
    for (const text of pieces(block.text, 24))
      yield { type: "content_block_delta", data: { index, delta: { type: "text_delta", text } }, isText: true };
  } else {
    for (const partial_json of pieces(JSON.stringify(block.input), 4_096))
      yield {
        type: "content_block_delta",
        data: { index, delta: { type: "input_json_delta", partial_json } },
        isText: false,
      };
  }
  yield { type: "content_block_stop", data: { index }, isText: false };
}

/** The answer as the events of a stream, in the order the protocol demands. */
export function* streamEvents(message: AnswerMessage): Generator<StreamEvent> {
  const { content, stop_reason, stop_sequence, usage } = message;
  const opening = { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } };
  yield { type: "message_start", data: { message: opening }, isText: false };
  for (const [index, block] of content.entries()) yield* blockEvents(block, index);
  const ending = { delta: { stop_reason, stop_sequence }, usage: { output_tokens: usage.output_tokens } };
  yield { type: "message_delta", data: ending, isText: false };
  yield { type: "message_stop", data: {}, isText: false };
}

export const encodeEvent = (event: StreamEvent): string =>
  `event: ${event.type}\ndata: ${JSON.stringify({ type: event.type, ...event.data })}\n\n`;
