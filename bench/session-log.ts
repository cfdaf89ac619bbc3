// A session of 50,000 events in a real browser: opening it, scrolling through it, and new events while it is read.
import type { Page } from "playwright-core";
import type { RunEvent } from "#domain/session-event.ts";
import { type BrowserPage, longTasks, openBrowserPage, pageNow } from "./browser-page.ts";
import { median, repeat, report } from "./measure.ts";

const EVENTS = 50_000;
const words = "The plan keeps tokens short, rotates them, and tells what happened when one is used twice. ";

/** What agents do: a sentence, then a few tool calls with their results. */
function event(seq: number): RunEvent {
  const at = { seq, timestamp: 1_790_000_000_000 + seq * 100 };
  const id = `call-${Math.ceil(seq / 2)}`;
  if (seq % 8 === 1) return { ...at, type: "agent.message", payload: { text: words.repeat(1 + (seq % 5)) } };
  if (seq % 8 === 0) return { ...at, type: "system.message", payload: { text: `Step ${seq} is done.`, level: "info" } };
  if (seq % 2 === 0)
    return {
      ...at,
      type: "tool.use",
      payload: { id: `call-${seq}`, name: "Bash", input: { command: `make step-${seq}` } },
    };
  return {
    ...at,
    type: "tool.result",
    payload: { id: `call-${seq - 1}`, text: `\u001b[32mok\u001b[0m ${id}\n${words}`, isError: seq % 401 === 0 },
  };
}

interface LongSession {
  name: string;
  append: (count: number) => Promise<void>;
}

async function longSession({ house }: BrowserPage): Promise<LongSession> {
  await house.call("POST", "/api/projects", { name: "bench" });
  const { body } = await house.call("POST", "/api/projects/bench/agentic-sessions", { prompt: "Speak at length." });
  const key = { project: "bench", name: body.name };
  const session = await house.deps.stores.sessions.get(key);
  if (session === undefined) throw new Error("the session is gone");
  const status = { ...session.status, phase: "Running" as const, attempt: 1, startTime: new Date().toISOString() };
  await house.deps.stores.sessions.update({ ...session, status });
  let last = 0;
  const append = async (count: number): Promise<void> => {
    const events = Array.from({ length: count }, (_, index) => event(last + index + 1));
    last += count;
    await house.deps.events.appendRun(key, 1, events);
  };
  for (let done = 0; done < EVENTS; done += 1_000) await append(1_000);
  return { name: body.name, append };
}

const nodes = (page: Page): Promise<number> => page.evaluate(() => document.querySelectorAll('[role="log"] *').length);

/** From the request of the page to its last rows on the screen, and to all events in it. */
async function opening(page: Page, url: string): Promise<{ shown: number; whole: number; blocked: number }> {
  await page.goto("about:blank");
  const start = performance.now();
  await page.goto(url, { waitUntil: "commit" });
  await page.locator('[role="log"] li').first().waitFor();
  const shown = performance.now() - start;
  await page.waitForFunction((all) => {
    const button = document.querySelector('[aria-label="Show"] button')?.textContent ?? "";
    return Number(button.replace(/\D/g, "")) > all * 0.5;
  }, EVENTS);
  const whole = performance.now() - start;
  return { shown, whole, blocked: Math.max(0, ...(await longTasks(page, 0))) };
}

/** Frames per second while the wheel turns for three seconds. */
async function scrolling(page: Page): Promise<number> {
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2));
  await page.mouse.move(500, 600);
  await page.evaluate(() => {
    const counter = window as unknown as { drawn?: number };
    if (counter.drawn !== undefined) return;
    counter.drawn = 0;
    const tick = (): void => {
      counter.drawn = (counter.drawn ?? 0) + 1;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  const frames = () => page.evaluate(() => (window as unknown as { drawn: number }).drawn);
  const [before, start] = [await frames(), performance.now()];
  while (performance.now() - start < 3_000) await page.mouse.wheel(0, -120);
  return (((await frames()) - before) / (performance.now() - start)) * 1_000;
}

/** From a jump to somewhere far away to rows being there. */
const jump = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const start = performance.now();
    window.scrollTo(0, Math.random() * document.documentElement.scrollHeight);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return performance.now() - start;
  });

/** Two hundred events a second for five seconds while somebody reads: the longest task, and whether the view stood still. */
async function arriving(page: Page, session: LongSession): Promise<{ longest: number; moved: number; delay: number }> {
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2));
  await page.waitForTimeout(500);
  const [since, from] = [await pageNow(page), await page.evaluate(() => window.scrollY)];
  const delays: number[] = [];
  for (let beat = 0; beat < 50; beat++) {
    const start = performance.now();
    await session.append(20);
    delays.push(performance.now() - start);
    await page.waitForTimeout(Math.max(0, 100 - (performance.now() - start)));
  }
  await page.getByRole("button", { name: /1,000 new events/ }).waitFor();
  const moved = Math.abs((await page.evaluate(() => window.scrollY)) - from);
  return { longest: Math.max(0, ...(await longTasks(page, since))), moved, delay: median(delays) };
}

const browser = await openBrowserPage();
const session = await longSession(browser);
const url = `${browser.house.origin}/projects/bench/sessions/${session.name}`;
const opened = await repeat(3, () => opening(browser.page, url));
const rows = await nodes(browser.page);
const frames = await repeat(3, () => scrolling(browser.page));
const jumps = await repeat(9, () => jump(browser.page));
const busiest = await nodes(browser.page);
const live = await arriving(browser.page, session);
const devtools = await browser.page.context().newCDPSession(browser.page);
await devtools.send("HeapProfiler.collectGarbage");
const { usedSize } = await devtools.send("Runtime.getHeapUsage");
await browser.close();

const budget = (value: number) => ({ name: "budget", value });
report(`A session of ${EVENTS.toLocaleString("en")} events in Chromium`, [
  {
    what: "address → its last rows on the screen",
    ours: median(opened.map(({ shown }) => shown)),
    unit: "ms",
    baseline: budget(2_000),
    more: false,
  },
  {
    what: "address → every event loaded",
    ours: median(opened.map(({ whole }) => whole)),
    unit: "ms",
    baseline: budget(2_000),
    more: false,
  },
  {
    what: "longest task while opening",
    ours: median(opened.map(({ blocked }) => blocked)),
    unit: "ms",
    baseline: budget(300),
    more: false,
  },
  {
    what: "elements in the conversation",
    ours: Math.max(rows, busiest),
    unit: "nodes",
    baseline: budget(600),
    more: false,
  },
  { what: "scrolling by wheel", ours: median(frames), unit: "frames/s", baseline: budget(45), more: true },
  { what: "a jump to anywhere", ours: median(jumps), unit: "ms", baseline: budget(150), more: false },
  {
    what: "longest task while 200 events/s arrive",
    ours: live.longest,
    unit: "ms",
    baseline: budget(100),
    more: false,
  },
  { what: "what the reader sees moved by then", ours: live.moved, unit: "px", baseline: budget(1), more: false },
  { what: "JavaScript heap", ours: usedSize / 2 ** 20, unit: "MB", baseline: budget(80), more: false },
]);
process.exit(0);
