import type { SDKAssistantMessage, SDKMessage, SDKUserMessage } from "@anthropic-ai/claude-agent-sdk";
import { MAX_EVENT_TEXT, type SessionEventBody } from "#domain/session-event.ts";

const CUT_MARK = "\n[… cut by vTeam: the rest is too long to keep]";

/** The longest text in the input of a tool that is kept; files belong in git, not in the transcript. */
const MAX_INPUT_TEXT = 50_000;
const MAX_INPUT_ITEMS = 1_000;

const cut = (text: string, limit = MAX_EVENT_TEXT): string =>
  text.length <= limit ? text : text.slice(0, limit - CUT_MARK.length).toWellFormed() + CUT_MARK;

const notice = (text: string, level: "info" | "warning" | "error"): SessionEventBody => ({
  type: "system.message",
  payload: { text: cut(text), level },
});

/** What people read of one message of the SDK. Kinds that say nothing to people, or that we do not know, give nothing. */
export function toEvents(message: SDKMessage): SessionEventBody[] {
  switch (message.type) {
    case "assistant":
      return fromAssistant(message);
    case "user":
      return fromUser(message);
    case "system":
      return fromSystem(message);
    default:
      return [];
  }
}

function fromAssistant(message: SDKAssistantMessage): SessionEventBody[] {
  const subagent = message.parent_tool_use_id === null ? {} : { subagent: message.subagent_type ?? "subagent" };
  return message.message.content.flatMap((block): SessionEventBody[] => {
    if (block.type === "text" && block.text.trim() !== "") {
      if (message.error !== undefined) return [notice(block.text, "error")];
      return [{ type: "agent.message", payload: { text: cut(block.text), ...subagent } }];
    }
    if (block.type === "tool_use")
      return [{ type: "tool.use", payload: { id: block.id, name: block.name, input: keptInput(block.input) } }];
    return [];
  });
}

function fromUser(message: SDKUserMessage): SessionEventBody[] {
  const { content } = message.message;
  if (typeof content === "string") return [];
  return content.flatMap((block): SessionEventBody[] => {
    if (block.type !== "tool_result") return [];
    const text = resultText(block.content);
    return [
      { type: "tool.result", payload: { id: block.tool_use_id, text: cut(text), isError: block.is_error === true } },
    ];
  });
}

function fromSystem(message: Extract<SDKMessage, { type: "system" }>): SessionEventBody[] {
  switch (message.subtype) {
    case "init": {
      const { model, slash_commands: commands, agents = [] } = message;
      return [{ type: "agent.running", payload: { model, commands, agents } }];
    }
    case "api_retry": {
      const seconds = Math.max(1, Math.round(message.retry_delay_ms / 1_000));
      const what = message.error_status === null ? "did not answer" : `answered ${message.error_status}`;
      const reason = `The model ${what}; trying again in ${seconds} s (${message.attempt} of ${message.max_retries}).`;
      return [{ type: "agent.waiting", payload: { reason } }];
    }
    case "permission_denied":
      return [notice(`The agent may not use ${message.tool_name} like this: ${message.message}`, "warning")];
    case "compact_boundary":
      return [notice("The conversation grew long, so the agent summarised its beginning.", "info")];
    default:
      return [];
  }
}

/** The text parts of what a tool answered; anything else is named, not shown. */
function resultText(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: unknown) => {
      if (typeof part !== "object" || part === null || !("type" in part)) return "";
      return part.type === "text" && "text" in part && typeof part.text === "string" ? part.text : `[${part.type}]`;
    })
    .join("\n");
}

function keptInput(input: unknown): unknown {
  const kept = cutInput(input ?? {});
  const json = JSON.stringify(kept);
  return json.length <= MAX_EVENT_TEXT ? kept : { cut: cut(json, MAX_INPUT_TEXT) };
}

function cutInput(value: unknown): unknown {
  if (typeof value === "string") return cut(value, MAX_INPUT_TEXT);
  if (Array.isArray(value)) return value.slice(0, MAX_INPUT_ITEMS).map(cutInput);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_INPUT_ITEMS)
      .map(([key, part]) => [key, cutInput(part)]),
  );
}
