#!/usr/bin/env node
// Starts src/main.ts on Node 24 or later: the caller's own, or the one our lockfile installed.
import { spawn, spawnSync } from "node:child_process";
import module, { createRequire } from "node:module";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const self = fileURLToPath(import.meta.url);
const root = dirname(dirname(self));

function bundledNode() {
  try {
    const name = `node-${process.platform}-${process.arch}/package.json`;
    return join(dirname(createRequire(import.meta.url).resolve(name)), "bin/node");
  } catch {
    console.error(`vteam needs Node 24 or later; this is ${process.version}. Run "npm ci" here, or install Node 24.`);
    process.exit(1);
  }
}

if (Number.parseInt(process.versions.node, 10) >= 24) {
  // Stripped and compiled once: starts in half the time and a third less memory. Harmless where it cannot be written.
  module.enableCompileCache(join(root, "node_modules/.cache/vteam"));
  await import("../src/main.ts");
} else {
  // Whoever kills this process means the server: where setpriv exists, the kernel passes the death on.
  const dies = spawnSync("setpriv", ["--pdeathsig", "KILL", "true"], { stdio: "ignore" }).status === 0;
  const [command, ...args] = [...(dies ? ["setpriv", "--pdeathsig", "KILL"] : []), bundledNode(), self];
  const child = spawn(command, [...args, ...process.argv.slice(2)], { stdio: "inherit" });
  process.on("SIGINT", () => {}); // the terminal sends it to the child too
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
