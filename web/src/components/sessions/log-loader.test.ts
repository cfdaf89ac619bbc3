// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from "vitest";
import type { SessionEvent } from "#domain/session-event.ts";
import { type LogSource, openLog } from "./log-loader.ts";
import { followLog } from "./log-stream.ts";
import { SessionLog } from "./session-log.ts";

const event = (seq: number): SessionEvent => ({
  ...{ seq, sessionId: "s", attempt: 1, timestamp: seq },
  ...(seq === 9_999 ? { type: "log.end", payload: {} } : { type: "agent.message", payload: { text: `${seq}` } }),
});
const events = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => event(from + index));
const newLog = () => new SessionLog((_, draw) => draw());
const { signal } = new AbortController();

const source = (length: number, asked: number[]): LogSource => ({
  page: async (after, limit) => {
    asked.push(after);
    const page = events(after + 1, Math.min(length, after + limit));
    return { events: page, lastSeq: length, isEnd: false };
  },
  follow: async () => undefined,
});

describe("opening a log", () => {
  test("shows its end first and has all of it in the end", async () => {
    const log = newLog();
    const first: number[] = [];
    log.subscribe(() => first.push(log.firstSeq));

    await openLog(log, source(7_000, []), undefined, signal);

    expect(first[0]).toBe(6_501);
    expect(log.events.map(({ seq }) => seq)).toEqual(events(1, 7_000).map(({ seq }) => seq));
    expect(log.view()).toMatchObject({ epoch: 1, loaded: 1 });
  });

  test("begins around the event that somebody asked for", async () => {
    const asked: number[] = [];
    const log = newLog();

    await openLog(log, source(7_000, asked), 3_000, signal);

    expect(asked[1]).toBe(2_750);
    expect(log.events).toHaveLength(7_000);
  });

  test("takes an empty log as it is", async () => {
    const log = newLog();

    await openLog(log, source(0, []), 5, signal);

    expect(log.view()).toMatchObject({ lastSeq: 0, state: { kind: "live" } });
  });
});

const frame = (one: SessionEvent): string => `id: ${one.seq}\nevent: ${one.type}\ndata: ${JSON.stringify(one)}\n\n`;
const answer = (...parts: string[]) => new Response(parts.join(""), { status: 200 });

/** Answers each request of the page with the next of these, and keeps the headers it was asked with. */
function answerWith(...answers: (() => Response)[]): Headers[] {
  const asked: Headers[] = [];
  vi.stubGlobal("fetch", async (_: unknown, init?: RequestInit) => {
    asked.push(new Headers(init?.headers));
    return (answers.shift() ?? answer)();
  });
  return asked;
}

describe("following a log", () => {
  afterEach(() => vi.unstubAllGlobals());

  test("resumes after its last event and takes no event twice", async () => {
    const log = newLog();
    const kinds = new Set<string>();
    log.subscribe(() => kinds.add(log.view().state.kind));
    const asked = answerWith(
      () => answer(frame(event(1)), frame(event(2))),
      () => answer(frame(event(2)), frame(event(3)), frame(event(9_999))),
    );

    await followLog(log, "/events", signal);

    expect(asked.map((headers) => headers.get("last-event-id"))).toEqual([null, "2"]);
    expect(log.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 9_999]);
    expect([...kinds]).toEqual(["live", "reconnecting", "ended"]);
  });

  test("begins again when the server does not know what we have", async () => {
    const log = newLog();
    log.append(events(1, 50));
    const reset = 'event: reset\ndata: {"lastSeq":1}\n\n';
    answerWith(() => answer(reset, frame(event(1)), frame(event(9_999))));

    await followLog(log, "/events", signal);

    expect(log.events.map(({ seq }) => seq)).toEqual([1, 9_999]);
  });

  test("does not ask again for what is forbidden", async () => {
    const problem = {
      type: "/problems/forbidden",
      status: 403,
      error: "No.",
      title: "No",
      remedy: [],
      retryable: false,
    };
    const asked = answerWith(() => Response.json(problem, { status: 403 }));

    await followLog(newLog(), "/events", signal);

    expect(asked).toHaveLength(1);
  });
});
