import { describe, expect, it } from "vitest";
import type { SessionEvent, SessionEventBody } from "#domain/session-event.ts";
import { Transcript } from "./event-lines.ts";
import { type Paint, plainPaint } from "./terminal.ts";

const event = (body: SessionEventBody): SessionEvent => ({
  seq: 1,
  sessionId: "session-1",
  attempt: 1,
  timestamp: 0,
  ...body,
});
const lines = (body: SessionEventBody, paint: Paint = plainPaint): string[] =>
  new Transcript(paint, 60).lines(event(body));
const tagged: Paint = (style, text) => `<${String(style)}>${text}</>`;

describe("lines of an event", () => {
  it("shows a tool call in one line, below the repository it works in", () => {
    const input = { file_path: "/data/runs/p/s/1/repos/specs/specs/x/spec.md", content: "long ".repeat(500) };

    expect(lines({ type: "tool.use", payload: { id: "t1", name: "Write", input } })).toEqual([
      "▸ Write specs/specs/x/spec.md",
    ]);
  });

  it("cuts a long command", () => {
    const [line = "", ...rest] = lines({
      type: "tool.use",
      payload: { id: "t1", name: "Bash", input: { command: `echo ${"x".repeat(200)}` } },
    });

    expect(rest).toEqual([]);
    expect([...line].length).toBeLessThanOrEqual(60);
    expect(line.endsWith("…")).toBe(true);
  });

  it("dims a result, cuts it to three lines and says how much is missing", () => {
    const text = "one\ntwo\n\nthree\nfour\nfive";

    expect(lines({ type: "tool.result", payload: { id: "t1", text, isError: false } }, tagged)).toEqual([
      "<dim>    one</>",
      "<dim>    two</>",
      "<dim>    three</>",
      "<dim>    … 2 more lines</>",
    ]);
  });

  it("shows a failed tool in red", () => {
    const [line] = lines({ type: "tool.result", payload: { id: "t1", text: "no such file", isError: true } }, tagged);

    expect(line).toBe("<red>    no such file</>");
  });

  it.each([
    ["Read", "1\tone\n2\ttwo\n3\tthree", ["    3 lines"]],
    ["Glob", "/data/runs/s/1/repos/specs/a.md\n/data/runs/s/1/repos/specs/b.md", ["    2 files"]],
    ["Write", "File created successfully", []],
    ["Bash", "wrote /data/runs/s/1/repos/specs/a.md", ["    wrote specs/a.md"]],
    ["Bash", "ok\n<system-reminder>\nnot for people\n</system-reminder>", ["    ok"]],
  ])("shows of the result of %s only what a person wants to see", (name, text, expected) => {
    const transcript = new Transcript(plainPaint, 60);
    transcript.lines(event({ type: "tool.use", payload: { id: "t1", name, input: {} } }));

    const shown = transcript.lines(event({ type: "tool.result", payload: { id: "t1", text, isError: false } }));

    expect(shown).toEqual(expected);
  });

  it("is done with a huge result of hostile paths at once", () => {
    const text = "/a".repeat(100_000);
    const begin = performance.now();

    lines({ type: "tool.result", payload: { id: "t1", text, isError: true } });

    expect(performance.now() - begin).toBeLessThan(20_000);
  });

  it("wraps what the agent says and keeps its paragraphs", () => {
    const text = `First ${"word ".repeat(15)}\n\nSecond`;

    const said = lines({ type: "agent.message", payload: { text } });

    expect(said.length).toBe(4);
    expect(said.at(-1)).toBe("  Second");
    expect(Math.max(...said.map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it("shows a commit by its short SHA, subject, repository and branch", () => {
    const payload = {
      url: "http://127.0.0.1:7373/git/demo/specs.git",
      branch: "ambient-x",
      commitSha: "0123456789abcdef",
      subject: "docs: add the specification",
      pushed: true,
    };

    expect(lines({ type: "git", payload })).toEqual([
      "◆ 0123456 docs: add the specification  pushed to specs ambient-x",
    ]);
  });

  it("ends with the outcome, its reason and what it took", () => {
    const payload = {
      outcome: "failed" as const,
      reason: "timeout" as const,
      message: "The time was up.",
      results: "",
      repos: [],
      num_turns: 4,
      durationMs: 61_000,
      total_cost_usd: 0,
    };

    expect(lines({ type: "result.message", payload })).toEqual([
      "■ failed: The time was up. · 4 turns · 1 min 01 s · $0.00",
    ]);
  });

  it("lets no agent write escape sequences to the terminal", () => {
    const hostile = "\u001b[2Jgone\u0007";
    const bodies: SessionEventBody[] = [
      { type: "agent.message", payload: { text: hostile } },
      { type: "tool.use", payload: { id: hostile, name: hostile, input: { command: hostile } } },
      { type: "tool.result", payload: { id: "t", text: hostile, isError: true } },
      { type: "user.message", payload: { text: hostile } },
      { type: "status", payload: { phase: "Failed", message: hostile } },
    ];

    const all = bodies.flatMap((body) => lines(body)).join("\n");

    expect(all).toContain("gone");
    expect(all).not.toContain("\u001b");
    expect(all).not.toContain("\u0007");
  });
});
