import type { SessionEvent, SessionEventBody } from "#domain/session-event.ts";
import { duration, firstLines, oneLine, plainText, shortSha, wrapLines } from "./plain-text.ts";
import type { Paint, Style } from "./terminal.ts";
import { toolCallLine, toolResultLines } from "./tool-lines.ts";

const PROMPT_LINES = 3;

type BodyOf<T extends SessionEventBody["type"]> = Extract<SessionEventBody, { type: T }>["payload"];

function resultLines(result: BodyOf<"result.message">, paint: Paint): string[] {
  const style: Style = result.outcome === "completed" ? "green" : result.outcome === "failed" ? "red" : "yellow";
  const facts = [
    result.num_turns === undefined ? "" : `${result.num_turns} turns`,
    result.durationMs === undefined ? "" : duration(result.durationMs),
    result.usage === undefined ? "" : `${(result.usage.input + result.usage.output).toLocaleString("en-US")} tokens`,
    result.total_cost_usd === undefined ? "" : `$${result.total_cost_usd.toFixed(2)}`,
  ].filter((fact) => fact !== "");
  const tail = facts.length === 0 ? "" : paint("dim", ` · ${facts.join(" · ")}`);
  const why = result.message === "" ? "" : `: ${plainText(result.message)}`;
  return [paint(style, `■ ${result.outcome}${why}`) + tail];
}

function gitLine(payload: BodyOf<"git">, paint: Paint): string {
  const commit = paint("yellow", shortSha(payload.commitSha));
  const repository =
    payload.url
      .split("/")
      .at(-1)
      ?.replace(/\.git$/, "") ?? "";
  const to = paint("dim", `${payload.pushed ? "pushed to" : "committed for"} ${plainText(repository)}`);
  return `${paint("green", "◆")} ${commit} ${oneLine(payload.subject, 80)}  ${to} ${paint("dim", plainText(payload.branch))}`;
}

const levelStyle = { info: "dim", warning: "yellow", error: "red" } as const;

/** Turns the events of one session into lines. Remembers which tool a result belongs to. */
export class Transcript {
  readonly #paint: Paint;
  readonly #width: number;
  readonly #tools = new Map<string, string>();

  constructor(paint: Paint, width: number) {
    this.#paint = paint;
    this.#width = width;
  }

  /** One event as people read it; [] for what only programs need. */
  lines(event: SessionEvent): string[] {
    const [paint, width] = [this.#paint, this.#width];
    switch (event.type) {
      case "system.message":
        return this.#system(event.payload);
      case "user.message":
        return firstLines(event.payload.text, width - 2, PROMPT_LINES).map((line) => paint("cyan", `› ${line}`));
      case "agent.running":
        return [paint("dim", `· answering: ${plainText(event.payload.model)}`)];
      case "agent.message":
        return this.#message(event.payload);
      case "agent.waiting":
        return [paint("yellow", `? ${oneLine(event.payload.reason, width - 2)}`)];
      case "tool.use":
        this.#tools.set(event.payload.id, event.payload.name);
        return [`${paint("cyan", "▸")} ${toolCallLine(event.payload.name, event.payload.input, width - 2)}`];
      case "tool.result":
        return this.#toolResult(event.payload);
      case "status":
        return [this.#status(event.payload)];
      case "git":
        return [gitLine(event.payload, paint)];
      case "result.message":
        return resultLines(event.payload, paint);
      case "log.end":
        return [];
    }
  }

  #system({ text, level }: BodyOf<"system.message">): string[] {
    const lines = wrapLines(text, this.#width - 2);
    return lines.map((line, index) => this.#paint(levelStyle[level], `${index === 0 ? "·" : " "} ${line}`));
  }

  #message({ text, subagent }: BodyOf<"agent.message">): string[] {
    const who = subagent === undefined ? "" : this.#paint("magenta", `${plainText(subagent)}: `);
    return wrapLines(text, this.#width - 2).map((line, index) => `  ${index === 0 ? who : ""}${line}`.trimEnd());
  }

  #toolResult({ id, text, isError }: BodyOf<"tool.result">): string[] {
    const lines = toolResultLines(this.#tools.get(id), text, isError, this.#width - 4);
    return lines.map((line) => this.#paint(isError ? "red" : "dim", `    ${line}`));
  }

  #status({ phase, message, reason }: BodyOf<"status">): string {
    const why = [message, reason].find((text) => text !== undefined && text !== "");
    const tail = why === undefined ? "" : this.#paint("dim", ` ${oneLine(why, this.#width - 12)}`);
    return this.#paint("bold", plainText(phase)) + tail;
  }
}
