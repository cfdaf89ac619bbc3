import { plainOutput } from "./ansi-text.ts";
import type { Block } from "./session-block.ts";
import { toolTarget } from "./tool-line.ts";

/** A fence longer than any in the text, so that what an agent printed cannot end it. */
function fenced(text: string, language = ""): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

function section(block: Block): string {
  switch (block.kind) {
    case "user":
      return `## Prompt\n\n${block.text}`;
    case "agent":
      return `## ${block.subagent ?? "Agent"}\n\n${block.text}`;
    case "tool": {
      const { text } = toolTarget(block.call);
      const outcome = block.outcome === undefined ? "" : `\n\n${fenced(plainOutput(block.outcome.text))}`;
      const input = fenced(JSON.stringify(block.call.input ?? null, null, 2), "json");
      return `### ${block.call.name} ${text.split("\n")[0] ?? ""}${block.outcome?.isError ? " (failed)" : ""}\n\n${input}${outcome}`;
    }
    case "note":
      return `> ${block.text.replaceAll("\n", "\n> ")}`;
    case "git":
      return `> ${block.pushed ? "Pushed" : "Committed"} ${block.commitSha} to ${block.branch}: ${block.subject}`;
    case "result":
      return `## Result: ${block.result.outcome}\n\n${block.result.results || block.result.message}`;
    case "restart":
      return `---\n\nSession restarted (attempt ${block.attempt}). The agent does not remember what stands above.`;
  }
}

/** The whole conversation as a document. */
export const transcriptMarkdown = (title: string, blocks: readonly Block[]): string =>
  `${[`# ${title}`, ...blocks.map(section)].join("\n\n")}\n`;
