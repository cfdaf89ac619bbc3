import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The web UI alone; tests have vitest.config.ts, so that this root does not hide them.
export default defineConfig({
  root: "web",
  plugins: [react(), tailwindcss()],
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    manifest: true,
    target: ["chrome125", "firefox128", "safari17.5"],
    sourcemap: false,
    // data: URLs would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
  },
  server: {
    // `npm run web` next to a running `vteam up`: the API and the login page come from there.
    proxy: { "^/(api|login|assets/(pages|login))": { target: "http://127.0.0.1:7373" } },
  },
});
