import type { Message, MessagesRequest } from "./messages-request.ts";
import { blocksOf, resultText } from "./messages-request.ts";
import type { ToolResult } from "./play.ts";

/** What a request says: the last thing a person asked for and what the tools have answered since. */
export interface Conversation {
  model: string;
  tools: ReadonlySet<string>;
  /** The slash command or skill the prompt was expanded from, without its slash. */
  command: string | undefined;
  /** What followed the command, else the whole prompt. */
  request: string;
  workingDirectory: string;
  /** As the agent's environment block says it. */
  today: string;
  /** Answers of the tools, in the order the calls were made. */
  results: readonly ToolResult[];
}

const REMINDER = /<system-reminder>[\s\S]*?<\/system-reminder>\s*/g;

const textOf = (message: Message): string =>
  blocksOf(message.content)
    .map((block) => (block.type === "text" ? (block.text ?? "").replace(REMINDER, "") : ""))
    .join("\n")
    .trim();

const remindersIn = (message: Message): string[] =>
  blocksOf(message.content).flatMap(
    (block) => (block.type === "text" ? (block.text ?? "").match(REMINDER) : null) ?? [],
  );

const hasToolResult = (message: Message): boolean =>
  blocksOf(message.content).some((block) => block.type === "tool_result");

/** Tool results and reminders come as user messages too; neither is something a person asked for. */
const isPrompt = (message: Message): boolean =>
  message.role === "user" && !hasToolResult(message) && textOf(message) !== "";

/** A call that was interrupted never got its answer; the script sees it as a failed one. */
const UNANSWERED: ToolResult = { text: "The call was interrupted.", isError: true };

function resultsIn(messages: readonly Message[]): ToolResult[] {
  const blocks = messages.flatMap((message) => blocksOf(message.content));
  const answers = new Map(
    blocks
      .filter((block) => block.type === "tool_result")
      .map((block) => [
        block.tool_use_id,
        { text: resultText(block.content).replace(REMINDER, ""), isError: block.is_error ?? false },
      ]),
  );
  return blocks.filter((block) => block.type === "tool_use").map((block) => answers.get(block.id) ?? UNANSWERED);
}

const everything = (request: MessagesRequest): string =>
  [
    ...blocksOf(request.system ?? "").map((block) => block.text ?? ""),
    ...request.messages.filter(({ role }) => role === "system").map(textOf),
    ...request.messages.filter(({ role }) => role === "user").flatMap(remindersIn),
  ].join("\n");

/** Reads a request; the last message is often one of role "system", hence the search for the last prompt. */
export function readConversation(request: MessagesRequest): Conversation {
  const start = request.messages.findLastIndex(isPrompt);
  const first = request.messages[start];
  const prompt = first === undefined ? "" : textOf(first);
  const environment = everything(request);
  const commandArguments = /<command-args>([\s\S]*?)<\/command-args>/.exec(prompt)?.[1];
  return {
    model: request.model,
    tools: new Set(request.tools.map((tool) => tool.name)),
    command: /<command-name>\/?([^<\s]+)<\/command-name>/.exec(prompt)?.[1],
    request: (commandArguments ?? prompt).trim(),
    workingDirectory: /working directory: (\S[^\n]*)/i.exec(environment)?.[1]?.trim() ?? ".",
    today: /\b(\d{4}-\d{2}-\d{2})\b/.exec(/date is[^\n]*/i.exec(environment)?.[0] ?? "")?.[1] ?? "undated",
    results: resultsIn(request.messages.slice(start + 1)),
  };
}
