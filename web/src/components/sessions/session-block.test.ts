import { describe, expect, test } from "vitest";
import type { SessionEvent, SessionEventBody } from "#domain/session-event.ts";
import { BlockList, filterBlocks, isErrorBlock, rowOfEvent } from "./session-block.ts";

const event = (seq: number, body: SessionEventBody, attempt = 1): SessionEvent => ({
  ...{ seq, sessionId: "s", attempt, timestamp: 1_000 * seq },
  ...body,
});
const said = (seq: number, text: string, attempt = 1) =>
  event(seq, { type: "agent.message", payload: { text } }, attempt);
const call = (seq: number, id: string, name = "Bash") =>
  event(seq, { type: "tool.use", payload: { id, name, input: { command: "ls" } } });
const answer = (seq: number, id: string, isError = false) =>
  event(seq, { type: "tool.result", payload: { id, text: "a.md", isError } });

function rows(...events: SessionEvent[]) {
  const list = new BlockList();
  for (const one of events) list.add(one);
  return list.blocks;
}

describe("the rows of a conversation", () => {
  test("joins a result to its call, whatever stands between", () => {
    const blocks = rows(call(1, "x"), call(2, "y"), said(3, "meanwhile"), answer(4, "y"), answer(5, "x"));

    expect(blocks.map(({ kind, seq }) => [kind, seq])).toEqual([
      ["tool", 1],
      ["tool", 2],
      ["agent", 3],
    ]);
    expect(blocks[0]).toMatchObject({ outcome: { seq: 5, text: "a.md" } });
    expect(blocks[1]).toMatchObject({ outcome: { seq: 4 } });
  });

  test("makes a new object of a row that changes, so that only it is drawn again", () => {
    const list = new BlockList();
    list.add(call(1, "x"));
    const before = list.blocks[0];

    list.add(answer(2, "x"));

    expect(list.blocks[0]).not.toBe(before);
  });

  test("shows a result whose call is not loaded", () => {
    const blocks = rows(answer(9, "x"));

    expect(blocks).toMatchObject([{ kind: "tool", seq: 9, call: { name: "Tool" }, outcome: { text: "a.md" } }]);
  });

  test("marks where the agent began anew, once, and not for the server's own first words", () => {
    const queued = event(1, { type: "status", payload: { phase: "Pending" } }, 0);

    const blocks = rows(queued, said(2, "a"), said(3, "b"), said(4, "c", 2), said(5, "d", 2));

    expect(blocks.map(({ kind }) => kind)).toEqual(["note", "agent", "agent", "restart", "agent", "agent"]);
  });

  test("does not join a result of another attempt", () => {
    const late = event(3, { type: "tool.result", payload: { id: "x", text: "", isError: false } }, 2);

    expect(rows(call(1, "x"), late).filter(({ kind }) => kind === "tool")).toHaveLength(2);
  });

  test("counts failed tools, errors and failed results as errors", () => {
    const blocks = rows(
      call(1, "x"),
      answer(2, "x", true),
      said(3, "hm"),
      event(4, { type: "system.message", payload: { text: "no", level: "error" } }),
      event(5, { type: "status", payload: { phase: "Failed", reason: "timeout" } }),
    );

    expect(blocks.filter(isErrorBlock).map(({ seq }) => seq)).toEqual([1, 4, 5]);
    expect(filterBlocks(blocks, "errors")).toHaveLength(3);
    expect(filterBlocks(blocks, "tools")).toHaveLength(1);
    expect(filterBlocks(blocks, "all")).toBe(blocks);
  });

  test("says nothing at the end of the log", () => {
    expect(rows(event(1, { type: "log.end", payload: {} }))).toEqual([]);
  });

  test("finds the row that tells of an event", () => {
    const blocks = rows(said(1, "a"), call(2, "x"), said(3, "b"), answer(4, "x"), said(6, "c"));

    expect([1, 2, 3, 4, 5, 6, 99].map((seq) => rowOfEvent(blocks, seq))).toEqual([0, 1, 2, 1, 2, 3, 3]);
  });
});
