// A signed-in page of the built web UI in Chromium, for benchmarks.
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { AppHouse, TOKEN } from "#test/fakes/app-house.ts";

const webDirectory = fileURLToPath(new URL("../dist/web", import.meta.url));

export interface BrowserPage {
  house: AppHouse;
  page: Page;
  close: () => Promise<void>;
}

const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

async function launch(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: [...quiet, "--disable-component-update", "--disable-sync"] });
}

/** Opens a house that serves dist/web and a page in it; watches for long tasks from the start. */
export async function openBrowserPage(): Promise<BrowserPage> {
  const house = await AppHouse.open((deps) => ({ ...deps, webDirectory }));
  const browser = await launch();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.request.post(`${house.origin}/api/login`, {
    data: { token: TOKEN },
    headers: { origin: house.origin },
  });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const tasks: { start: number; ms: number }[] = [];
    Object.assign(window, { longTasks: tasks });
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) tasks.push({ start: startTime, ms: duration });
    }).observe({ type: "longtask", buffered: true });
  });
  const close = async (): Promise<void> => {
    await browser.close();
    await house.close();
  };
  return { house, page, close };
}

/** Long tasks since a moment of the page, in milliseconds each. */
export const longTasks = (page: Page, since: number): Promise<number[]> =>
  page.evaluate((from) => {
    const { longTasks: tasks } = window as unknown as { longTasks: { start: number; ms: number }[] };
    return tasks.filter(({ start }) => start >= from).map(({ ms }) => ms);
  }, since);

export const pageNow = (page: Page): Promise<number> => page.evaluate(() => performance.now());
