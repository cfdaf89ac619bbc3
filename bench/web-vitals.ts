// How the web UI feels: largest paint on the loopback and on a slow machine behind fast 4G, clicks, and what an idle tab asks for.
// Baseline: the budgets. Times on shared cores may be twice as long; the ratio says so.
import type { CDPSession, Page } from "playwright-core";
import { openBrowser } from "#test/browser/chromium.ts";
import { Scene } from "#test/browser/scene.ts";
import { settled } from "#test/browser/settled.ts";
import { visit } from "#test/browser/visitor.ts";
import { removeData, startVteam } from "#test/fakes/vteam-server.ts";
import { median, type Row, repeat, report } from "./measure.ts";

const ROUNDS = 5;
const IDLE_MS = 60_000;
const project = "my-project";

const server = await startVteam();
const scene = new Scene(server);
await scene.createProject(project, "My Project");
const urls = [await scene.createRepository(project, "specs"), await scene.createRepository(project, "backend")];
const rfe = await scene.createRfe(project, urls);
await scene.seed(project, rfe.id);
await scene.complete(project, rfe, ["specify"]);
const browser = await openBrowser();
const P = `/projects/${project}`;
const places = { "list of projects": "/projects", "list of RFEs": `${P}/rfe`, "an RFE": `${P}/rfe/${rfe.id}` };

/** 4 × slower processor, and the network profile that browsers call fast 4G. */
async function slow(session: CDPSession): Promise<void> {
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await session.send("Network.enable");
  const kilobit = 1024 / 8;
  const speed = { downloadThroughput: 9_000 * kilobit, uploadThroughput: 1_500 * kilobit };
  await session.send("Network.emulateNetworkConditions", { offline: false, latency: 60, ...speed });
}

/** The largest contentful paint of a first visit, with nothing cached. */
async function largestPaint(path: string, isSlow: boolean): Promise<number> {
  const { context, page, close } = await visit(browser, server);
  if (isSlow) await slow(await context.newCDPSession(page));
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) Object.assign(window, { largest: entry.startTime });
    }).observe({ type: "largest-contentful-paint", buffered: true });
  });
  await page.goto(path);
  await settled(page);
  const largest = await page.evaluate(() => (window as unknown as { largest: number }).largest);
  await close();
  return largest;
}

/** From the click to the frame that shows its effect. */
const clickMs = (page: Page, name: string): Promise<number> =>
  page.evaluate(async (wanted) => {
    const link = [...document.querySelectorAll("a")].find((one) => one.textContent?.trim().startsWith(wanted));
    const start = performance.now();
    link?.click();
    await new Promise<void>((resolve) => {
      const look = (): void => {
        const isThere = link?.getAttribute("aria-current") === "page";
        if (isThere) requestAnimationFrame(() => setTimeout(resolve));
        else requestAnimationFrame(look);
      };
      look();
    });
    return performance.now() - start;
  }, name);

const rows: Row[] = [];
for (const [what, path] of Object.entries(places)) {
  const plain = await repeat(ROUNDS, () => largestPaint(path, false));
  const throttled = await repeat(3, () => largestPaint(path, true));
  rows.push(
    {
      what: `largest paint of ${what}, loopback`,
      ours: median(plain),
      unit: "ms",
      baseline: { name: "budget", value: 1_200 },
      more: false,
    },
    {
      what: `largest paint of ${what}, 4 × slower processor, fast 4G`,
      ours: median(throttled),
      unit: "ms",
      baseline: { name: "budget", value: 2_500 },
      more: false,
    },
  );
}

const { page, requests, close } = await visit(browser, server);
await page.goto(`${P}/rfe/${rfe.id}`);
await settled(page);
// The first round fetches the chunks of the pages.
for (const name of ["Files", "Tasks", "Activity", "Overview"]) {
  await clickMs(page, name);
  await settled(page);
}
const clicks: number[] = [];
for (let round = 0; round < ROUNDS; round++)
  for (const name of ["Tasks", "Activity", "Overview"]) {
    clicks.push(await clickMs(page, name));
    await settled(page);
  }
rows.push({
  what: "click on a tab → its page is painted",
  ours: median(clicks),
  unit: "ms",
  baseline: { name: "budget", value: 100 },
  more: false,
});

const before = requests.length;
await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
const asked = requests.slice(before);
await close();
await browser.close();
await server.stop();
removeData(server.dataDirectory);

report(`Web vitals (medians of ${ROUNDS}, Chromium without a graphics card)`, rows);
console.log(
  `  requests of an idle open tab in ${IDLE_MS / 1_000} s, beyond its event stream: ${asked.length}   budget 0${asked.length === 0 ? "  ✓" : `  ✗ ${asked.join(", ")}`}`,
);
