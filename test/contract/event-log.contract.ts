import { afterEach, beforeEach, describe, expect } from "vitest";
import { MAX_EVENT_TEXT, type RunEvent, type SessionEventBody } from "#domain/session-event.ts";
import type { EventLog } from "#ports/event-log.ts";
import { type ContractOptions, contractTests } from "./contract-tests.ts";

interface OpenLog {
  log: EventLog;
  /** Closes and opens again what was written so far. */
  reopen(): Promise<EventLog>;
  close(): Promise<void>;
}

const key = { project: "payments", name: "session-1" };
const said = (text: string): SessionEventBody => ({ type: "agent.message", payload: { text } });
const event = (seq: number): RunEvent => ({ seq, timestamp: 1_764_000_000_000 + seq, ...said(`event ${seq}`) });
const events = (from: number, to: number): RunEvent[] =>
  Array.from({ length: to - from + 1 }, (_, index) => event(from + index));
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

export function describeEventLog(
  name: string,
  open: (now: () => Date) => Promise<OpenLog>,
  options: ContractOptions = {},
): void {
  describe(`${name} as an event log`, () => {
    const test = contractTests(options);
    let opened: OpenLog;
    let log: EventLog;

    beforeEach(async () => {
      opened = await open(() => new Date(1_764_000_000_000));
      log = opened.log;
    });
    afterEach(() => opened.close());

    const textsOf = async (source = log) => (await source.read(key, 0, 10_000)).events.map(({ payload }) => payload);

    test("is empty before the first event", async () => {
      const page = await log.read(key, 0, 100);

      expect(page).toEqual({ events: [], lastSeq: 0 });
    });

    test("numbers events from 1 and reads back every field", async () => {
      const last = await log.appendRun(key, 3, events(1, 2));
      const own = await log.append(key, 3, {
        type: "status",
        payload: { phase: "Running", reason: "x", message: "y" },
      });

      const page = await log.read(key, 0, 100);

      expect(last).toBe(2);
      expect(page).toEqual({
        lastSeq: 3,
        events: [
          { seq: 1, sessionId: "session-1", attempt: 3, timestamp: 1_764_000_000_001, ...said("event 1") },
          { seq: 2, sessionId: "session-1", attempt: 3, timestamp: 1_764_000_000_002, ...said("event 2") },
          own,
        ],
      });
      expect(own).toMatchObject({ seq: 3, attempt: 3, timestamp: 1_764_000_000_000, type: "status" });
    });

    test("keeps odd characters, deep input and the longest text", async () => {
      const bodies: SessionEventBody[] = [
        said("é\u2028\u0000\n🔑 \"'\\"),
        said("x".repeat(MAX_EVENT_TEXT)),
        { type: "tool.use", payload: { id: "1", name: "Write", input: { list: [1, null, { a: true }] } } },
      ];
      for (const body of bodies) await log.append(key, 1, body);

      const page = await log.read(key, 0, 100);

      expect(page.events).toMatchObject(bodies);
    });

    test("ignores what the attempt sent before", async () => {
      await log.appendRun(key, 1, events(1, 3));

      const repeated = await log.appendRun(key, 1, events(1, 3));
      const overlapping = await log.appendRun(key, 1, [event(5), event(4), event(3), event(4)]);
      const nothing = await log.appendRun(key, 1, []);

      expect([repeated, overlapping, nothing]).toEqual([3, 5, 5]);
      expect(await textsOf()).toEqual(upTo(5).map((seq) => ({ text: `event ${seq}` })));
    });

    test("refuses a batch with a gap and stores none of it", async () => {
      await log.appendRun(key, 1, events(1, 2));

      const late = log.appendRun(key, 1, events(4, 5));
      const torn = log.appendRun(key, 1, [event(3), event(5)]);

      await expect(late).rejects.toMatchObject({ code: "event-gap", facts: { lastSeq: 2 } });
      await expect(torn).rejects.toMatchObject({ code: "event-gap", facts: { lastSeq: 2 } });
      expect((await log.read(key, 0, 100)).lastSeq).toBe(2);
      expect(await log.appendRun(key, 1, events(3, 5))).toBe(5);
    });

    test("counts each attempt's events on their own, in one sequence per session", async () => {
      await log.appendRun(key, 1, events(1, 2));
      await log.appendRun(key, 2, events(1, 1));
      await log.appendRun(key, 1, events(2, 3));
      await log.appendRun(key, 2, events(2, 2));

      const { events: stored } = await log.read(key, 0, 100);

      expect(stored.map(({ seq, attempt }) => [seq, attempt])).toEqual([
        [1, 1],
        [2, 1],
        [3, 2],
        [4, 1],
        [5, 2],
      ]);
    });

    test("keeps sessions and projects apart", async () => {
      const others = [
        { project: "payments", name: "session-2" },
        { project: "other", name: "session-1" },
      ];
      await log.appendRun(key, 1, events(1, 2));
      for (const other of others) await log.appendRun(other, 1, events(1, 1));

      const pages = await Promise.all([key, ...others].map((each) => log.read(each, 0, 10)));

      expect(pages.map(({ lastSeq }) => lastSeq)).toEqual([2, 1, 1]);
    });

    test("reads page by page", async () => {
      await log.appendRun(key, 1, events(1, 10));

      const pages = [await log.read(key, 0, 4), await log.read(key, 4, 4), await log.read(key, 8, 4)];
      const beyond = await log.read(key, 10, 4);

      expect(pages.map((page) => page.events.map(({ seq }) => seq))).toEqual([
        [1, 2, 3, 4],
        [5, 6, 7, 8],
        [9, 10],
      ]);
      expect(beyond).toEqual({ events: [], lastSeq: 10 });
    });

    test("takes 20 concurrent writers without a gap, a loss or a repeat", async () => {
      const writers = upTo(20).map(async (attempt) => {
        for (let from = 1; from <= 100; from += 10) await log.appendRun(key, attempt, events(from, from + 9));
      });
      await Promise.all(writers);

      const { events: stored, lastSeq } = await log.read(key, 0, 10_000);

      expect(lastSeq).toBe(2_000);
      expect(stored.map(({ seq }) => seq)).toEqual(upTo(2_000));
      for (const writer of upTo(20)) {
        const texts = stored.filter(({ attempt }) => attempt === writer).map(({ payload }) => payload);
        expect(texts).toEqual(upTo(100).map((seq) => ({ text: `event ${seq}` })));
      }
    });

    test("stores a batch once that is sent ten times at once", async () => {
      const answers = await Promise.all(upTo(10).map(() => log.appendRun(key, 1, events(1, 5))));

      expect(answers).toEqual(Array(10).fill(5));
      expect((await log.read(key, 0, 100)).lastSeq).toBe(5);
    });

    test("continues after a restart", async () => {
      await log.appendRun(key, 1, events(1, 3));
      const before = await log.read(key, 0, 100);

      const reopened = await opened.reopen();

      expect(await reopened.read(key, 0, 100)).toEqual(before);
      expect(await reopened.appendRun(key, 1, events(2, 4))).toBe(4);
      expect(await textsOf(reopened)).toHaveLength(4);
    });

    test("wakes listeners of the session after what was appended can be read", async () => {
      const seen: Promise<number>[] = [];
      const others: string[] = [];
      const unsubscribe = log.onAppend(key, () => seen.push(log.read(key, 0, 100).then(({ lastSeq }) => lastSeq)));
      log.onAppend({ ...key, name: "session-2" }, () => others.push("woken"));

      await log.appendRun(key, 1, events(1, 2));
      await log.append(key, 1, said("own"));
      unsubscribe();
      await log.append(key, 1, said("unheard"));

      expect(await Promise.all(seen)).toEqual([2, 3]);
      expect(others).toEqual([]);
    });

    test("deletes a whole log, and deleting what is gone succeeds", async () => {
      await log.appendRun(key, 1, events(1, 5));
      await log.appendRun({ ...key, name: "session-2" }, 1, events(1, 1));

      await log.delete(key);
      await log.delete(key);

      expect(await log.read(key, 0, 100)).toEqual({ events: [], lastSeq: 0 });
      expect((await log.read({ ...key, name: "session-2" }, 0, 100)).lastSeq).toBe(1);
    });
  });
}
