import { renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const styleSingleton = fileURLToPath(new URL("web/src/components/ui/style-singleton.ts", import.meta.url));
const insertion = /__insertCSS\("(?:[^"\\]|\\.)*"\);?/;

/** Our Content-Security-Policy refuses style elements that scripts write; sonner's rules come with styles.css instead. */
const sonnerWithoutStyleElement = (): Plugin => ({
  name: "sonner-without-style-element",
  apply: "build",
  transform(code, id) {
    if (!/[\\/]sonner[\\/]dist[\\/].*js$/.test(id)) return undefined;
    if (!insertion.test(code)) throw new Error("sonner writes its styles in a new way; mend vite.config.ts");
    return { code: code.replace(insertion, ""), map: null };
  },
});

const built = fileURLToPath(new URL("dist/web", import.meta.url));
const building = `${built}-${process.pid}`;

/** A build that fails leaves the last good one in place, and a running server never sees half of one. */
const takeOverWhenDone = (): Plugin => ({
  name: "take-over-when-done",
  apply: "build",
  writeBundle: {
    order: "post",
    handler: () => {
      rmSync(built, { recursive: true, force: true });
      renameSync(building, built);
    },
  },
  closeBundle: () => rmSync(building, { recursive: true, force: true }),
});

/** What every page needs, in two files instead of thirty: libraries that rarely change, and our primitives. */
const groups = [
  {
    name: "libraries",
    test: /node_modules[\\/](react|react-dom|scheduler|hono|clsx|tailwind-merge|class-variance-authority|aria-hidden|react-remove-scroll(-bar)?|use-(sidecar|callback-ref)|@floating-ui[\\/][\w-]+|@tanstack[\\/](react-router|router-core|history|react-store|store|react-query|query-core)|@radix-ui[\\/](primitive|react-(?!popover|select|scroll-area|slider|toast)[\w-]+))[\\/]/,
  },
  {
    name: "primitives",
    test: /web[\\/]src[\\/]((components[\\/]ui[\\/](?!combobox|alert-dialog|branch-line|skeleton|data-table|older|use-sort|row-keys)[\w-]+)|api[\\/](access|client|keys|problem|submission)|format|now)\.tsx?$/,
  },
];

// The web UI alone; tests have vitest.config.ts, so that this root does not hide them.
export default defineConfig({
  root: "web",
  plugins: [react(), tailwindcss(), sonnerWithoutStyleElement(), takeOverWhenDone()],
  resolve: { alias: { "react-style-singleton": styleSingleton } },
  build: {
    outDir: building,
    emptyOutDir: true,
    manifest: true,
    target: ["chrome125", "firefox128", "safari17.5"],
    sourcemap: false,
    // The largest are mermaid's, which come on demand; bench/web-size.ts holds the pages to their budgets.
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: { output: { codeSplitting: { groups } } },
    // data: URLs would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
  },
  server: {
    // `npm run web` next to a running `vteam up`: the API and the login page come from there.
    proxy: { "^/(api|login|assets/(pages|login))": { target: "http://127.0.0.1:7373" } },
  },
});
