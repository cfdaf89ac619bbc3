import type { RunResult } from "#domain/session.ts";
import type { SessionEvent } from "#domain/session-event.ts";

export interface ToolCall {
  id: string;
  name: string;
  input: unknown;
}

interface ToolOutcome {
  seq: number;
  at: number;
  text: string;
  isError: boolean;
}

type At<Facts> = Facts & { seq: number; at: number };

export type ToolBlock = At<{ kind: "tool"; call: ToolCall; outcome?: ToolOutcome }>;
export type GitBlock = At<{
  kind: "git";
  url: string;
  branch: string;
  commitSha: string;
  subject: string;
  pushed: boolean;
}>;
export type ResultBlock = At<{ kind: "result"; result: RunResult }>;

/** One row of a conversation: what people read as one thing, though the log may tell it in several events. */
export type Block =
  | At<{ kind: "user"; text: string }>
  | At<{ kind: "agent"; text: string; subagent?: string | undefined }>
  | ToolBlock
  | At<{ kind: "note"; text: string; level: "info" | "warning" | "error" }>
  | GitBlock
  | ResultBlock
  /** The agent began anew: what stands above is not in its memory. */
  | At<{ kind: "restart"; attempt: number }>;

const note = (event: SessionEvent, text: string, level: "info" | "warning" | "error" = "info"): Block => ({
  kind: "note",
  seq: event.seq,
  at: event.timestamp,
  text,
  level,
});

type StatusFacts = (SessionEvent & { type: "status" })["payload"];

const statusText = ({ phase, message, reason }: StatusFacts): string =>
  message?.startsWith(phase) ? message : [phase, message || reason].filter(Boolean).join(": ");

function rowOf(event: SessionEvent): Block | undefined {
  const place = { seq: event.seq, at: event.timestamp };
  switch (event.type) {
    case "user.message":
      return { kind: "user", ...place, text: event.payload.text };
    case "agent.message":
      return { kind: "agent", ...place, ...event.payload };
    case "agent.running":
      return note(event, `The agent runs on ${event.payload.model}`);
    case "agent.waiting":
      return note(event, `The agent waits: ${event.payload.reason}`, "warning");
    case "system.message":
      return note(event, event.payload.text, event.payload.level);
    case "status": {
      const isBad = event.payload.phase === "Failed" || event.payload.phase === "Error";
      return note(event, statusText(event.payload), isBad ? "error" : "info");
    }
    case "tool.use":
      return { kind: "tool", ...place, call: event.payload };
    case "tool.result":
      // Its call is not loaded yet; the row becomes whole with it.
      return { kind: "tool", ...place, call: { id: event.payload.id, name: "Tool", input: undefined } };
    case "git":
      return { kind: "git", ...place, ...event.payload };
    case "result.message":
      return { kind: "result", ...place, result: event.payload };
    case "log.end":
      return undefined;
  }
}

/** The rows of a log, made event by event. A result joins the row of its call, however far above it stands. */
export class BlockList {
  readonly blocks: Block[] = [];
  readonly #calls = new Map<string, number>();
  #attempt: number | undefined;

  add(event: SessionEvent): void {
    this.#markRestart(event);
    if (event.type === "tool.result" && this.#join(event)) return;
    const row = rowOf(event);
    if (row === undefined) return;
    this.blocks.push(row);
    if (row.kind !== "tool") return;
    this.#calls.set(`${event.attempt} ${row.call.id}`, this.blocks.length - 1);
    if (event.type === "tool.result") this.#join(event);
  }

  #join({ attempt, seq, timestamp, payload }: SessionEvent & { type: "tool.result" }): boolean {
    const index = this.#calls.get(`${attempt} ${payload.id}`);
    const row = index === undefined ? undefined : this.blocks[index];
    if (index === undefined || row?.kind !== "tool") return false;
    // A new object, so that only this row is drawn again.
    this.blocks[index] = { ...row, outcome: { seq, at: timestamp, text: payload.text, isError: payload.isError } };
    return true;
  }

  #markRestart({ attempt, seq, timestamp }: SessionEvent): void {
    if (attempt < 1 || attempt === this.#attempt) return;
    if (this.#attempt !== undefined) this.blocks.push({ kind: "restart", seq: seq - 0.5, at: timestamp, attempt });
    this.#attempt = attempt;
  }
}

export const isErrorBlock = (block: Block): boolean =>
  (block.kind === "tool" && block.outcome?.isError === true) ||
  (block.kind === "note" && block.level === "error") ||
  (block.kind === "result" && block.result.outcome === "failed");

const EDITS = new Set(["Edit", "Write", "MultiEdit", "NotebookEdit"]);

export const isEdit = (block: Block): boolean => block.kind === "tool" && EDITS.has(block.call.name);

export const blockFilters = ["all", "tools", "edits", "errors"] as const;
export type BlockFilter = (typeof blockFilters)[number];

/** The rows that a filter leaves; the list itself when it leaves all. */
export function filterBlocks(blocks: readonly Block[], filter: BlockFilter): readonly Block[] {
  switch (filter) {
    case "all":
      return blocks;
    case "tools":
      return blocks.filter(({ kind }) => kind === "tool");
    case "edits":
      return blocks.filter(isEdit);
    case "errors":
      return blocks.filter(isErrorBlock);
  }
}

/** Where an event stands among rows: its own row, or the one that tells of it. */
export function rowOfEvent(blocks: readonly Block[], seq: number): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.seq ?? 0) <= seq) low = middle + 1;
    else high = middle;
  }
  const direct = low - 1;
  if (blocks[direct]?.seq === seq) return direct;
  const joined = blocks.findIndex((block) => block.kind === "tool" && block.outcome?.seq === seq);
  return joined === -1 ? Math.max(0, direct) : joined;
}

/** Whether a reader of the block knows already what the session's status says. */
export const tells = (block: Block, message: string): boolean =>
  block.kind === "result" || ("text" in block && block.text.includes(message));
