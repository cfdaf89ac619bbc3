// How much JavaScript each page of the web UI needs before it can be used, gzipped. Budgets: 200 kB for any page,
// on top of that 30 kB for the page with the form and 75 kB for the page of a session.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type Row, report } from "./measure.ts";

interface Chunk {
  file: string;
  src?: string;
  isEntry?: boolean;
  imports?: string[];
  css?: string[];
}

const root = fileURLToPath(new URL("..", import.meta.url));
execFileSync(process.execPath, [join(root, "scripts/ensure-web.mjs")], { stdio: "inherit" });
const directory = join(root, "dist/web");
const manifest = JSON.parse(readFileSync(join(directory, ".vite/manifest.json"), "utf8")) as Record<string, Chunk>;
const BUDGET_KB = 200;
/** What a page may need on top. */
const EXTRA_KB: Record<string, number> = { "projects.$project.rfe.new": 30, "projects.$project.sessions.$session": 75 };

const sizes = new Map<string, number>();

function kb(file: string): number {
  const size = sizes.get(file) ?? gzipSync(readFileSync(join(directory, file)), { level: 9 }).length / 1_000;
  sizes.set(file, size);
  return size;
}

/** The chunks that must be there before a chunk runs, itself included. */
function needed(key: string, found = new Set<string>()): Set<string> {
  if (found.has(key)) return found;
  found.add(key);
  for (const other of manifest[key]?.imports ?? []) needed(other, found);
  return found;
}

const files = (keys: Iterable<string>, pick: (chunk: Chunk) => readonly string[]): Set<string> =>
  new Set([...keys].flatMap((key) => pick(manifest[key] ?? { file: "" })));
const sum = (names: Iterable<string>): number => [...names].reduce((total, name) => total + kb(name), 0);
const scripts = (keys: Iterable<string>): Set<string> => files(keys, ({ file }) => [file]);
const sheets = (keys: Iterable<string>): Set<string> => files(keys, ({ css }) => css ?? []);

const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry);
if (entry === undefined) throw new Error("the build has no entry");
const shell = needed(entry);
const routes = Object.keys(manifest).filter((key) => key.startsWith("src/routes/"));
if (routes.length < 10) throw new Error(`only ${routes.length} pages in the build`);

const rows = routes.sort().map((key): Row => {
  const name = key.replace(/^src\/routes\/(.*)\.tsx$/, "$1");
  // A page lies inside the page that frames it, whose chunk it needs, too.
  const frames = routes.filter((other) => key !== other && key.startsWith(other.replace(/tsx$/, "")) && isFrame(other));
  const all = [entry, ...frames, key].reduce((found, one) => needed(one, found), new Set<string>());
  const budget = BUDGET_KB + (EXTRA_KB[name] ?? 0);
  const ours = sum(scripts(all));
  return { what: name, ours, unit: "kB", more: false, baseline: { name: "budget", value: budget } };
});

/** The one page that others lie inside; all other addresses with a longer one below are pages beside each other. */
function isFrame(key: string): boolean {
  return key.endsWith(".rfe.$rfe.tsx");
}

report("JavaScript before a page can be used (gzip)", [
  {
    what: "every page: the shell",
    ours: sum(scripts(shell)),
    unit: "kB",
    more: false,
    baseline: { name: "budget", value: 180 },
  },
  ...rows,
  {
    what: "styles of every page",
    ours: sum(sheets(shell)),
    unit: "kB",
    more: false,
    baseline: { name: "budget", value: 30 },
  },
]);
const over = [...rows].filter(({ ours, baseline }) => ours > baseline.value);
process.exitCode = over.length === 0 ? 0 : 1;
