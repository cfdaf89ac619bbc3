import type { SessionEvent } from "#domain/session-event.ts";

const target = (input: unknown): string => {
  if (typeof input !== "object" || input === null) return "";
  const facts = input as Record<string, unknown>;
  const named = ["file_path", "path", "pattern", "command", "description", "skill", "url"].map((key) => facts[key]);
  return named.find((value) => typeof value === "string") ?? "";
};

/** Only the end of a path of the workspace says something. */
const shortPath = (text: string): string => text.replace(/^\/\S*?\/repos\//, "");

const firstLine = (text: string): string => text.trim().split("\n", 1)[0]?.slice(0, 200) ?? "";

/** One event as one line; undefined for those that say nothing to a reader of a card. */
export function eventLine(event: SessionEvent): string | undefined {
  switch (event.type) {
    case "tool.use":
      return firstLine(`${event.payload.name} ${shortPath(target(event.payload.input))}`);
    case "agent.message":
    case "system.message":
      return firstLine(event.payload.text);
    case "git":
      return firstLine(`${event.payload.pushed ? "Pushed" : "Committed"} ${event.payload.subject}`);
    default:
      return undefined;
  }
}
