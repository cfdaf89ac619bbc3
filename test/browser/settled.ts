import type { Page } from "playwright-core";

/** Waits until a page has its heading, no skeleton, and has asked for nothing for a moment. Event streams stay open and do not count. */
export async function settled(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor({ timeout: 20_000 });
  await page.waitForFunction(
    () => {
      const skeletons = document.querySelectorAll('[class*="animation:appear"], [aria-busy="true"]').length;
      const loaded = performance.getEntriesByType("resource").map((entry) => entry.startTime + entry.duration);
      return skeletons === 0 && performance.now() - Math.max(0, ...loaded) > 250;
    },
    undefined,
    { polling: 50, timeout: 20_000 },
  );
}

/** What a person can read on the page, with all white space as one. */
export const readable = async (page: Page): Promise<string> =>
  (await page.locator("body").innerText()).replace(/\s+/g, " ");
