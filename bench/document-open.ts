// Opening a specification of 60 kB: rendered by the server, once, and shown by the browser.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TOKEN } from "#test/fakes/app-house.ts";
import { pushFiles } from "#test/fakes/git-client.ts";
import { type BrowserPage, longTasks, openBrowserPage } from "./browser-page.ts";
import { median, repeat, report } from "./measure.ts";

const KB = 60;

/** Headings, lists, tables and code, as a specification has them. */
function specification(): string {
  let text = "# Specification\n\n";
  for (let part = 1; text.length < KB * 1_024; part++)
    text += `## Requirement ${part}\n\nThe system **must** issue \`JWT\` tokens and rotate them, as in [RFC 6749](https://www.rfc-editor.org/rfc/rfc6749).\n\n- tokens expire after one hour\n- [x] a reused token ends its family\n- [ ] people see their sessions\n\n| endpoint | answer |\n|---|---|\n| \`POST /login\` | 200 |\n\n\`\`\`ts\nconst hours: number = ${part}; // of a token\n\`\`\`\n\n`;
  return text;
}

async function scene({ house }: BrowserPage): Promise<{ address: string; api: string; branch: string }> {
  await house.call("POST", "/api/projects", { name: "bench" });
  await house.call("POST", "/api/projects/bench/repositories", { name: "specs" });
  const url = house.repositoryUrl("bench", "specs");
  const directory = mkdtempSync(join(tmpdir(), "vteam-bench-"));
  const branch = "ambient-tokens";
  // Into the repository itself: this process is the server, and must not wait for itself.
  pushFiles(directory, house.bareDirectory("bench", "specs"), TOKEN, [
    { path: `specs/${branch}/spec.md`, content: specification() },
  ]);
  rmSync(directory, { recursive: true });
  const { body } = await house.call("POST", "/api/projects/bench/rfe-workflows", {
    ...{ title: "Tokens", description: "Tokens.", branchName: branch },
    umbrellaRepo: { url, branch: "main" },
  });
  const path = `path=specs/${branch}/spec.md`;
  const address = `${house.origin}/projects/bench/rfe/${body.id}/files?${path}`;
  return { address, api: `/api/projects/bench/rfe-workflows/${body.id}/files/rendered?ref=main&${path}`, branch };
}

async function timed(what: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await what();
  return performance.now() - start;
}

const browser = await openBrowserPage();
const { house, page } = browser;
const { address, api } = await scene(browser);
const commit = (await house.call("GET", api)).body.commitSha;
const again = await repeat(5, () => timed(() => house.call("GET", api)));
const opened = await repeat(3, async () => {
  await page.goto("about:blank");
  const ms = await timed(async () => {
    await page.goto(`${address}&at=${commit}`, { waitUntil: "commit" });
    await page.locator(".doc h1").waitFor();
  });
  return { ms, busy: (await longTasks(page, 0)).reduce((sum, task) => sum + task, 0) };
});
// Another view and back: only the document is put into the page.
await page.goto(`${address}&at=${commit}`);
const shown = await repeat(5, async () => {
  await page.getByRole("link", { name: "History", exact: true }).click();
  await page.locator(".doc h1").waitFor({ state: "detached" });
  return page.evaluate(async () => {
    const link = [...document.querySelectorAll("a")].find(({ textContent }) => textContent === "Rendered");
    const start = performance.now();
    link?.click();
    while (document.querySelector(".doc h1") === null) await new Promise((resolve) => requestAnimationFrame(resolve));
    document.body.getBoundingClientRect();
    return performance.now() - start;
  });
});
const elements = await page.locator(".doc *").count();
await browser.close();

const budget = (value: number) => ({ name: "budget", value });
report(`A specification of ${KB} kB (${elements} elements) in Chromium`, [
  {
    what: "rendered document from the server, kept",
    ours: median(again),
    unit: "ms",
    baseline: budget(50),
    more: false,
  },
  {
    what: "address → document on the screen",
    ours: median(opened.map(({ ms }) => ms)),
    unit: "ms",
    baseline: budget(2_500),
    more: false,
  },
  {
    what: "document put into an open page, with layout",
    ours: median(shown),
    unit: "ms",
    baseline: budget(200),
    more: false,
  },
  {
    what: "all long tasks of the whole page's start",
    ours: median(opened.map(({ busy }) => busy)),
    unit: "ms",
    baseline: budget(1_000),
    more: false,
  },
]);
process.exit(0);
