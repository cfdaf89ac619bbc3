import type { Browser, BrowserContext, Page } from "playwright-core";
import type { VteamServer } from "#test/fakes/vteam-server.ts";

export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** Everything that should never happen: scripts that fail, dialogs, requests to elsewhere, broken policy. */
  faults: string[];
  /** Requests to this server since the page was opened, oldest first, as "GET /path". */
  requests: string[];
  go: (path: string) => Promise<void>;
  close: () => Promise<void>;
}

export interface Manner {
  theme?: "light" | "dark";
  width?: number;
  height?: number;
  signedIn?: boolean;
}

/** Somebody with a browser of their own, signed in unless told otherwise. */
export async function visit(browser: Browser, server: VteamServer, manner: Manner = {}): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: server.origin,
    colorScheme: manner.theme ?? "light",
    reducedMotion: "reduce",
    viewport: { width: manner.width ?? 1280, height: manner.height ?? 900 },
    permissions: ["clipboard-read", "clipboard-write"],
  });
  // Long enough for a machine that does other things too; only what fails waits for it.
  context.setDefaultTimeout(30_000);
  if (manner.signedIn !== false) await signIn(context, server);
  const page = await context.newPage();
  const faults: string[] = [];
  const requests: string[] = [];
  watch(page, server.origin, faults, requests);
  return {
    ...{ context, page, faults, requests },
    go: async (path) => void (await page.goto(path)),
    close: () => context.close(),
  };
}

async function signIn(context: BrowserContext, { origin, token }: VteamServer): Promise<void> {
  const answer = await context.request.post("/api/login", { data: { token }, headers: { origin } });
  if (!answer.ok()) throw new Error(`signing in failed: ${answer.status()} ${await answer.text()}`);
}

function watch(page: Page, origin: string, faults: string[], requests: string[]): void {
  page.on("pageerror", (error) => faults.push(`script: ${error.stack ?? error.message}`));
  page.on("dialog", (dialog) => {
    // The guard against leaving a dirty form is a dialog of the browser, and meant.
    if (dialog.type() !== "beforeunload") faults.push(`dialog: ${dialog.type()} ${dialog.message()}`);
    void dialog.accept().catch(() => {});
  });
  page.on("console", (message) => {
    // A refused request is logged by the browser; whether it was meant to be refused is for the test to say.
    const isFault =
      message.type() === "error" && !/Failed to load resource|ERR_CONNECTION|net::ERR_/.test(message.text());
    if (isFault) faults.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin === origin) requests.push(`${request.method()} ${url.pathname}`);
    else if (!["data:", "blob:"].includes(url.protocol)) faults.push(`request to elsewhere: ${request.url()}`);
  });
}
