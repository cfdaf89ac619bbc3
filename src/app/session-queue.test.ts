import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Session, SessionPhase } from "#domain/session.ts";
import type { SessionStore } from "#ports/object-store.ts";
import { openTemporarySqlite, type TemporarySqlite } from "#test/fakes/temporary-sqlite.ts";
import { SessionQueue } from "./session-queue.ts";

let temporary: TemporarySqlite;
let sessions: SessionStore;
let queue: SessionQueue;
let stop: AbortController;
beforeEach(async () => {
  // Every object a second younger than the one before.
  let second = 0;
  temporary = await openTemporarySqlite(() => new Date(Date.UTC(2026, 0, 1, 0, 0, second++)));
  sessions = temporary.sqlite.stores.sessions;
  stop = new AbortController();
  queue = new SessionQueue(sessions, 1, stop.signal);
});
afterEach(async () => {
  stop.abort();
  await temporary.close();
});

const add = (name: string, phase: SessionPhase = "Pending"): Promise<Session> =>
  sessions.create({
    metadata: { project: "web", name, createdBy: "ada" },
    spec: { prompt: "Go.", repos: [], mainRepoIndex: 0, model: "sonnet", timeout: 600, interactive: false },
    status: { phase, startTime: null, completionTime: null, attempt: 0, message: "" },
  });

describe("the queue of sessions", () => {
  test("gives the oldest the first place, and says whether a slot is free", async () => {
    const [first, second] = [await add("one"), await add("two")];

    expect(await queue.place(first)).toEqual({ position: 1, isFull: false });
    expect(await queue.place(second)).toEqual({ position: 2, isFull: false });
  });

  test("moves up when an older one starts, and is then full", async () => {
    const [first, second] = [await add("one"), await add("two")];
    await queue.place(second);
    await sessions.update({ ...first, status: { ...first.status, phase: "Creating", attempt: 1 } });

    await vi.waitFor(async () => expect(await queue.place(second)).toEqual({ position: 1, isFull: true }));
    expect(await queue.count("Creating")).toBe(1);
  });

  test("counts for each project what has not ended", async () => {
    await add("one", "Running");
    const two = await add("two");
    await add("three", "Failed");
    const before = await queue.countByProject();
    await sessions.update({ ...two, status: { ...two.status, phase: "Stopped" } });

    expect(before).toEqual(new Map([["web", 2]]));
    await vi.waitFor(async () => expect(await queue.countByProject()).toEqual(new Map([["web", 1]])));
  });

  test("has no place for a session that runs or has ended", async () => {
    const running = await add("one", "Running");
    await add("two", "Completed");

    expect(await queue.place(running)).toBeUndefined();
    expect(await queue.count("Running")).toBe(1);
    expect(await queue.count("Completed")).toBe(0);
  });
});
