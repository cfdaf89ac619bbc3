import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { Problem } from "#domain/problem.ts";
import { Secret } from "#domain/secret.ts";
import type { RunEvent, SessionEventBody } from "#domain/session-event.ts";
import { startRunServer } from "#test/fakes/run-server.ts";
import { Outbox } from "./outbox.ts";
import { openRunClient, type RunClient } from "./run-client.ts";

const log = pino({ level: "silent" });
const say = (text: string): SessionEventBody => ({ type: "system.message", payload: { text, level: "info" } });

let file: string;
beforeEach(async () => {
  const directory = await mkdtemp(join(tmpdir(), "vteam-outbox-"));
  file = join(directory, "events.jsonl");
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
});

async function openOutbox() {
  const server = await startRunServer("token");
  onTestFinished(server.close);
  const onFenced = vi.fn<() => void>();
  const client = openRunClient({ url: server.url, token: new Secret("token"), log });
  const outbox = new Outbox({ client, file, now: () => new Date(1_700_000_000_000), log, onFenced });
  const texts = () => server.events.map((event) => (event.type === "system.message" ? event.payload.text : event.type));
  return { server, outbox, onFenced, texts };
}

it("sends events numbered from 1, with their time, in order", async () => {
  const { server, outbox } = await openOutbox();

  for (let n = 1; n <= 300; n++) outbox.emit(say(`event ${n}`));
  const isComplete = await outbox.close(10_000);

  expect(isComplete).toBe(true);
  expect(server.events).toHaveLength(300);
  expect(server.events[299]).toEqual({ seq: 300, timestamp: 1_700_000_000_000, ...say("event 300") });
});

it("sends without being closed, several at a time", async () => {
  const { server, outbox, texts } = await openOutbox();

  for (const text of ["a", "b", "c"]) outbox.emit(say(text));
  await vi.waitFor(() => expect(texts()).toEqual(["a", "b", "c"]));

  expect(server.asked.filter(({ path }) => path === "/run/events")).toHaveLength(1);
  await outbox.close(1_000);
});

it("splits what is too large for one request", async () => {
  const { server, outbox } = await openOutbox();

  for (let n = 0; n < 10; n++) outbox.emit(say("ä".repeat(150_000)));
  await outbox.close(10_000);

  expect(server.events).toHaveLength(10);
  expect(server.asked.filter(({ path }) => path === "/run/events").length).toBeGreaterThanOrEqual(5);
});

it("keeps everything while the server is away", async () => {
  const { server, outbox, texts } = await openOutbox();
  server.switches.eventsStatus = 503;
  for (let n = 0; n < 100; n++) outbox.emit(say(`${n}`));
  await vi.waitFor(() => expect(server.asked.length).toBeGreaterThan(1));

  server.switches.eventsStatus = undefined;
  const isComplete = await outbox.close(10_000);

  expect(isComplete).toBe(true);
  expect(texts()).toEqual(Array.from({ length: 100 }, (_, n) => `${n}`));
});

it("gives up at its bound when the server stays away, and says so", async () => {
  const { server, outbox } = await openOutbox();
  server.switches.eventsStatus = 503;
  outbox.emit(say("lost"));

  expect(await outbox.close(300)).toBe(false);
});

it("tells once that the server takes nothing more", async () => {
  const { server, outbox, onFenced } = await openOutbox();
  server.switches.isFenced = true;

  outbox.emit(say("late"));
  await vi.waitFor(() => expect(onFenced).toHaveBeenCalledOnce());
  outbox.emit(say("later"));

  expect(await outbox.close(1_000)).toBe(false);
  expect(onFenced).toHaveBeenCalledOnce();
});

it("removes secrets in every spelling", async () => {
  const { outbox, texts } = await openOutbox();
  outbox.protect(new Secret("s3cr3t/value+1"));

  outbox.emit(say('before "s3cr3t/value+1" after'));
  outbox.emit(say(`${encodeURIComponent("s3cr3t/value+1")}`));
  await outbox.close(1_000);

  expect(texts()).toEqual(['before "[redacted]" after', "[redacted]"]);
});

it("replaces an event that no server would take instead of stopping at it", async () => {
  const { outbox, texts } = await openOutbox();

  outbox.emit(say("x".repeat(300_000)));
  outbox.emit(say("next"));
  await outbox.close(1_000);

  expect(texts()).toEqual(["An event of type system.message could not be recorded.", "next"]);
});

it("starts again from where a server that lost something says it is", async () => {
  const got: RunEvent[][] = [];
  const client: Pick<RunClient, "sendEvents"> = {
    async sendEvents(events) {
      got.push([...events]);
      if (got.length === 2) throw new Problem("event-gap", { facts: { lastSeq: 0 } });
      return events.at(-1)?.seq ?? 0;
    },
  };
  const outbox = new Outbox({ client, file, now: () => new Date(), log, onFenced: () => {} });

  outbox.emit(say("a"));
  await vi.waitFor(() => expect(got).toHaveLength(1));
  outbox.emit(say("b"));
  await vi.waitFor(() => expect(got).toHaveLength(3));

  expect(await outbox.close(1_000)).toBe(true);
  expect(got.map((events) => events.map(({ seq }) => seq))).toEqual([[1], [2], [1, 2]]);
});
