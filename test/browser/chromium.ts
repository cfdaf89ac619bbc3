import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

function findOnPath(name: string): string | undefined {
  return (process.env.PATH ?? "").split(delimiter).find((directory) => {
    try {
      accessSync(join(directory, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** The distribution's own browser; nothing is ever downloaded. */
export const browserPath: string | undefined = NAMES.flatMap((name) => {
  const directory = findOnPath(name);
  return directory === undefined ? [] : [join(directory, name)];
})[0];

/** The one command that lets the browser suites run. */
export const enableCommand = "apt-get install --yes chromium";

const ARGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"],
  // Whatever a page tries to reach beyond this machine is not there.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

export function openBrowser(): Promise<Browser> {
  if (browserPath === undefined) throw new Error(`No Chromium on the PATH: ${enableCommand}`);
  return chromium.launch({ executablePath: browserPath, args: ARGS, headless: true });
}
