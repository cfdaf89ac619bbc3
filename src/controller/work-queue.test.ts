import { pino } from "pino";
import { afterEach, expect, test, vi } from "vitest";
import { keyText, type ObjectKey } from "#domain/object-meta.ts";
import { WorkQueue } from "./work-queue.ts";

const a: ObjectKey = { project: "web", name: "a" };
const b: ObjectKey = { project: "web", name: "b" };
const c: ObjectKey = { project: "web", name: "c" };

let queue: WorkQueue | undefined;
afterEach(() => queue?.stop());

const open = (
  work: (key: ObjectKey, signal: AbortSignal) => Promise<number | undefined>,
  concurrency = 2,
): WorkQueue => {
  queue = new WorkQueue({ work, concurrency, log: pino({ level: "silent" }), random: () => 0 });
  return queue;
};

/** Work that waits until it is let go. */
function gate() {
  const seen: string[] = [];
  const release: (() => void)[] = [];
  const work = async (key: ObjectKey): Promise<undefined> => {
    seen.push(keyText(key));
    await new Promise<void>((resolve) => release.push(resolve));
  };
  return { seen, release, work };
}

test("many adds of a key are one look, and one more for those during it", async () => {
  const { seen, release, work } = gate();
  const queue = open(work);

  for (const key of [a, a, a]) queue.add(key);
  for (const key of [a, a]) queue.add(key);
  release.shift()?.();

  await vi.waitFor(() => expect(seen).toEqual(["web/a", "web/a"]));
  release.shift()?.();
  await queue.stop();
  expect(seen).toHaveLength(2);
});

test("works on several keys at once, but on no more than allowed, in the order they came", async () => {
  const { seen, release, work } = gate();
  const queue = open(work, 2);

  for (const key of [a, b, c]) queue.add(key);
  const atFirst = [...seen];
  release.shift()?.();

  expect(atFirst).toEqual(["web/a", "web/b"]);
  await vi.waitFor(() => expect(seen).toEqual(["web/a", "web/b", "web/c"]));
  for (const let_go of release) let_go();
});

test("looks again when the work asks for it, and then no more", async () => {
  const answers = [5, 5];
  let looks = 0;
  const queue = open(async () => {
    looks += 1;
    return answers.shift();
  });

  queue.add(a);

  await vi.waitFor(() => expect(looks).toBe(3));
});

test("tries again after an error, later each time, and starts over after a success", async () => {
  const times: number[] = [];
  const queue = open(async () => {
    times.push(performance.now());
    if (times.length < 4) throw new Error("not yet");
    return undefined;
  });

  queue.add(a);

  await vi.waitFor(() => expect(times).toHaveLength(4), 5_000);
  const [first = 0, second = 0, third = 0, fourth = 0] = times;
  expect(second - first).toBeGreaterThanOrEqual(45);
  expect(third - second).toBeGreaterThanOrEqual(95);
  expect(fourth - third).toBeGreaterThanOrEqual(195);
});

test("an error of one key does not hold up another", async () => {
  const done: string[] = [];
  const queue = open(async (key) => {
    if (key.name === "a") throw new Error("never");
    done.push(key.name);
    return undefined;
  }, 1);

  for (const key of [a, b, c]) queue.add(key);

  await vi.waitFor(() => expect(done).toEqual(["b", "c"]));
});

test("stopping aborts the work, waits for it, and takes no more", async () => {
  const log: string[] = [];
  const queue = open(async (key, signal) => {
    log.push(`start ${key.name}`);
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    log.push(`end ${key.name}`);
    return 1;
  }, 1);
  queue.add(a);
  queue.add(b);

  await queue.stop();
  queue.add(c);

  expect(log).toEqual(["start a", "end a"]);
});

test("stopping an idle queue returns at once", async () => {
  const queue = open(async () => undefined);

  const stopped = queue.stop();

  await expect(stopped).resolves.toBeUndefined();
});
