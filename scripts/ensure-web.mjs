// Builds the web UI before the server starts, when it is missing or older than its sources. Plain JavaScript, so that
// an old Node gets as far as bin/vteam.mjs, which knows where a newer one is.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const vite = join(root, "node_modules/vite/bin/vite.js");
const built = join(root, "dist/web/index.html");
const sources = ["web", "src/domain", "src/http/client.ts", "vite.config.ts", "package-lock.json"];

function newest(path) {
  const state = statSync(path, { throwIfNoEntry: false });
  if (state === undefined) return 0;
  if (!state.isDirectory()) return state.mtimeMs;
  return Math.max(state.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const isFresh =
  existsSync(built) && statSync(built).mtimeMs >= Math.max(...sources.map((path) => newest(join(root, path))));

// Without the build's own packages (npm ci --omit=dev) what is there is served.
if (!isFresh && existsSync(vite)) {
  console.error("Building the web UI…");
  const { status } = spawnSync(process.execPath, [vite, "build", "--logLevel", "error"], {
    cwd: root,
    stdio: "inherit",
    // Vitest, and some shells, say otherwise; then React would be the one for developers, half as large again.
    env: { ...process.env, NODE_ENV: "production" },
  });
  if (status !== 0) console.error("The web UI could not be built; the API works without it. Try: npm run build");
}
