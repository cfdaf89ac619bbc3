import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { browserPath } from "./chromium.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const SOURCES = ["web", "src/domain", "src/http/client.ts", "vite.config.ts", "package-lock.json"];

function newest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Builds the web UI when there is none, or when its sources are newer. */
function buildWeb(): void {
  const built = statSync(join(root, "dist/web/index.html"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Math.max(...SOURCES.map((path) => newest(join(root, path)))) <= built) return;
  const vite = join(root, "node_modules/vite/bin/vite.js");
  execFileSync(process.execPath, [vite, "build", "--logLevel", "error"], { cwd: root, stdio: "inherit" });
}

/** Run once before the browser suites, which are skipped without a browser. */
export default function setup(): void {
  if (browserPath !== undefined) buildWeb();
}
