import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AppHouse } from "#test/fakes/app-house.ts";
import { readEvents, type SseEvent } from "#test/fakes/sse-reader.ts";

const P = "/api/projects/web";

let house: AppHouse;
let stop: AbortController;
let name: string;
let path: string;
beforeEach(async () => {
  stop = new AbortController();
  house = await AppHouse.open((deps) => ({ ...deps, draining: AbortSignal.any([deps.draining, stop.signal]) }));
  await house.call("POST", "/api/projects", { name: "web" });
  name = (await house.call("POST", `${P}/agentic-sessions`, { prompt: "Go." })).body.name;
  path = `${P}/agentic-sessions/${name}/events`;
});
afterEach(() => house.close());

const key = () => ({ project: "web", name });
const say = (text: string) => house.deps.events.append(key(), 1, { type: "agent.message", payload: { text } });
const end = () => house.deps.events.append(key(), 1, { type: "log.end", payload: {} });
const ids = (events: SseEvent[]) => events.map(({ id }) => Number(id));
const follow = (after?: number) =>
  house.request("GET", path, undefined, after === undefined ? {} : { "last-event-id": String(after) });
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe("the log of a session as a stream", () => {
  test("sends every event once, in order, and ends politely after log.end", async () => {
    for (const n of upTo(3)) await say(`before ${n}`);
    const reading = readEvents(await follow());
    for (const n of upTo(700)) await say(`after ${n}`);
    await end();
    const events = await reading;
    const again = await follow(704);

    expect(ids(events)).toEqual(upTo(704));
    expect(events[0]).toMatchObject({ event: "agent.message", data: expect.stringContaining('"seq":1') });
    expect(events.at(-1)?.event).toBe("log.end");
    expect(again.status).toBe(204);
  });

  test("resumes after random cuts with nothing lost and nothing twice", async () => {
    const writing = (async () => {
      for (const n of upTo(400)) await say(`event ${n}`);
      await end();
    })();
    const seen: SseEvent[] = [];
    let cut = 7;
    while (seen.at(-1)?.event !== "log.end") {
      cut = (cut * 31 + 11) % 23;
      const count = cut + 1;
      const response = await follow(Number(seen.at(-1)?.id ?? 0));
      seen.push(...(await readEvents(response, (events) => events.length >= count)));
    }
    await writing;

    expect(ids(seen)).toEqual(upTo(401));
  });

  test("gives a thousand followers the same log", async () => {
    const followers = await Promise.all(upTo(1_000).map(() => follow()));
    const reading = followers.map((response) => readEvents(response));
    for (const n of upTo(20)) await say(`event ${n}`);
    await end();
    const all = await Promise.all(reading);
    const late = readEvents(await follow(20));
    expect(all.every((events) => ids(events).join() === upTo(21).join())).toBe(true);
    expect(ids(await late)).toEqual([21]);
  });

  test("shows an event as soon as it is stored", async () => {
    const response = await follow();
    const reading = readEvents(response, (events) => events.length === 1);
    await say("now");

    expect(ids(await reading)).toEqual([1]);
  });

  test("tells a reader that knows more than the log to start over, and refuses what is no number", async () => {
    await say("one");
    const ahead = readEvents(await follow(99), (events) => events.length === 2);
    await say("two");
    const garbage = await house.call("GET", path, undefined, { "last-event-id": "1; drop" });
    const negative = await house.call("GET", `${path}?after=-1`);

    expect((await ahead).map(({ event }) => event)).toEqual(["reset", "agent.message"]);
    expect([garbage.status, negative.status]).toEqual([400, 400]);
    expect(garbage.body.type).toBe("/problems/bad-event-position");
  });

  test("forgets readers that leave", async () => {
    const response = await fetch(`${house.origin}${path}`, {
      headers: { authorization: "Bearer test-access-token-93f1" },
      signal: AbortSignal.timeout(5_000),
    });
    const open = async () =>
      (await (await house.request("GET", "/metrics")).text()).match(/vteam_sse_connections (\d+)/)?.[1];
    const during = await open();
    await response.body?.cancel();

    expect(during).toBe("1");
    await vi.waitFor(async () => expect(await open()).toBe("0"), 5_000);
  });

  test("ends streams and refuses new work while the server shuts down, but lets runs report", async () => {
    const reading = readEvents(await follow());
    const session = await house.deps.stores.sessions.get(key());
    if (session === undefined) throw new Error("no session");
    await house.deps.stores.sessions.update({
      ...session,
      status: { ...session.status, phase: "Running", attempt: 1 },
    });
    stop.abort();
    const write = await house.call("POST", "/api/projects", { name: "late" });
    const ready = await house.call("GET", "/readyz");
    const token = house.deps.access.runToken({ project: "web", name, attempt: 1 }).reveal();
    const run = await house.call(
      "POST",
      `${P}/agentic-sessions/${name}/run/events`,
      { events: [] },
      { authorization: `Bearer ${token}` },
    );

    expect(await reading).toEqual([]);
    expect([write.status, ready.status, run.status]).toEqual([503, 503, 200]);
    expect(write.headers.get("retry-after")).toBe("2");
  });
});

describe("the changes of a project as a stream", () => {
  test("tells of every object, resumes, and says when it cannot", async () => {
    const events = `${P}/events`;
    const open = async (lastEventId?: string) =>
      house.request("GET", events, undefined, lastEventId === undefined ? {} : { "last-event-id": lastEventId });
    const [first, second] = [await open(), await open()];
    const watching = readEvents(first, (list) => list.length === 1);
    await house.call("POST", `${P}/agentic-sessions`, { prompt: "Go." });
    const [seen] = await watching;
    const resumed = readEvents(await open(seen?.id), (list) => list.length === 1);
    await house.call(
      "PUT",
      P,
      { displayName: "Web" },
      { "if-match": (await house.call("GET", P)).headers.get("etag") ?? "" },
    );
    const unknown = readEvents(await open("abc123-7"), (list) => list.length === 1);

    expect(JSON.parse(seen?.data ?? "{}")).toMatchObject({
      kind: "session",
      change: "added",
      id: expect.stringMatching(/^session-/),
    });
    expect(JSON.parse((await resumed)[0]?.data ?? "{}")).toMatchObject({
      kind: "project",
      change: "modified",
      id: "web",
    });
    expect((await unknown)[0]?.event).toBe("reset");
    await second.body?.cancel();
  });
});
