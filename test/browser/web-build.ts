import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { browserPath } from "./chromium.ts";

/** Builds the web UI as a start of the server does. Run once before the browser suites, which are skipped without a browser. */
export default function setup(): void {
  if (browserPath === undefined) return;
  const root = fileURLToPath(new URL("../..", import.meta.url));
  execFileSync(process.execPath, [join(root, "scripts/ensure-web.mjs")], { stdio: "inherit" });
  if (!existsSync(join(root, "dist/web/index.html"))) throw new Error("the web UI could not be built");
}
