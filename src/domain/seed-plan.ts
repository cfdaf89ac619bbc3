import { Problem } from "./problem.ts";
import { chooseAgents } from "./seed-agents.ts";
import type { Kit, SeedFile } from "./seed-kit.ts";
import { nextManifest, parseSeedManifest, SEED_MANIFEST, type SeedManifest } from "./seed-manifest.ts";

/** Something that is on the branch: what a tree entry says of it. */
export interface SeedEntry {
  path: string;
  type: "blob" | "tree" | "commit";
  /** Six octal digits as git prints them. */
  mode: string;
  /** The git object id. */
  sha: string;
}

/** A file to write; without content it is deleted. */
interface SeedWrite {
  path: string;
  content: Uint8Array | undefined;
  executable: boolean;
}

export interface SeedConflict {
  path: string;
  message: string;
}

export interface SeedPlan {
  /** Empty when the branch already holds everything. */
  writes: SeedWrite[];
  added: string[];
  replaced: string[];
  /** Seeded before, unchanged since, and no longer part of the kit. */
  removed: string[];
  /** Changed by people: left as they are. */
  kept: string[];
  same: string[];
  conflicts: SeedConflict[];
  warnings: string[];
  /** Everything the kit and the agents hold, whether or not it is written. */
  offered: readonly SeedFile[];
  /** Where the files on the branch came from, when it was seeded before. */
  previous: Pick<SeedManifest, "specKit" | "agents"> | undefined;
}

export interface SeedPlanInput {
  branch: string;
  kit: Kit;
  agents: Kit;
  /** Everything below `seedLookups(branch).directories`, and the entries at its `.ancestors` that exist. */
  existing: readonly SeedEntry[];
  /** The text of SEED_MANIFEST on the branch. */
  manifestText: string | undefined;
  /** Name and version of the seeder, such as "vteam 0.1.0". */
  seeder: string;
}

/** What to read from the branch before planning: directories in full, and single entries that may be in the way. */
export function seedLookups(branch: string): { directories: string[]; ancestors: string[] } {
  const specs = `specs/${branch}`;
  return { directories: [".claude", ".specify", specs], ancestors: [".claude", ".specify", ...parents(specs), specs] };
}

/** Decides what seeding writes. Files that people changed are never touched; the same tree gives no write. */
export function planSeed(input: SeedPlanInput): SeedPlan {
  const previous = parseSeedManifest(input.manifestText);
  const { agents, carried } = chooseAgents(input.agents, input.existing, previous);
  const files = mergeFiles(input.kit, agents, input.branch, input.existing);
  const conflicts = findConflicts([...files.map((file) => file.path), SEED_MANIFEST], input.existing);
  const warnings = [...input.kit.warnings, ...agents.warnings];
  if (input.manifestText !== undefined && !previous)
    warnings.push(`${SEED_MANIFEST} was not readable and is written anew.`);
  const lists = { writes: [], added: [], replaced: [], removed: [], kept: [], same: [] };
  const plan: SeedPlan = { ...lists, conflicts, warnings, offered: files, previous };
  if (conflicts.length > 0) return plan;
  const there = new Map(input.existing.map((entry) => [entry.path, entry]));
  for (const file of files) place(plan, file, there.get(file.path), previous);
  const current = new Set([...files.map((file) => file.path), ...Object.keys(carried)]);
  for (const path of obsolete(current, there, previous)) {
    plan.removed.push(path);
    plan.writes.push({ path, content: undefined, executable: false });
  }
  const managed = files.filter((file) => file.write === "always");
  const manifest = nextManifest({ ...input, agents, managed, kept: new Set(plan.kept), previous, carried });
  if (manifest !== input.manifestText)
    plan.writes.push({ path: SEED_MANIFEST, content: new TextEncoder().encode(manifest), executable: false });
  return plan;
}

/** The refusal when something is in the way, with one entry for each obstacle. */
export const seedConflict = (conflicts: readonly SeedConflict[]): Problem =>
  new Problem("seed-conflict", {
    sentence: conflicts.map((conflict) => conflict.message).join(" "),
    errors: conflicts.map(({ path, message }) => ({ pointer: "", code: "seed-conflict", message, expected: path })),
  });

// The id git gives no bytes at all, and their SHA-256.
const EMPTY = {
  sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  blob: "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
};

/** Agent definitions win over the kit's own; the feature's directory gets a placeholder, as git keeps no empty directory. */
function mergeFiles(kit: Kit, agents: Kit, branch: string, existing: readonly SeedEntry[]): SeedFile[] {
  const byPath = new Map([...kit.files, ...agents.files].map((file) => [file.path, file]));
  const directory = `specs/${branch}`;
  if (!existing.some((entry) => entry.path.startsWith(`${directory}/`))) {
    const path = `${directory}/.gitkeep`;
    byPath.set(path, { path, content: new Uint8Array(), executable: false, write: "absent", ...EMPTY });
  }
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function place(plan: SeedPlan, file: SeedFile, entry: SeedEntry | undefined, previous: SeedManifest | undefined): void {
  const write: SeedWrite = { path: file.path, content: file.content, executable: file.executable };
  if (!entry) {
    plan.added.push(file.path);
    plan.writes.push(write);
    return;
  }
  const isRegular = entry.mode === "100644" || entry.mode === "100755";
  const isExecutable = entry.mode === "100755";
  if (file.write === "absent" || (isRegular && entry.sha === file.blob && isExecutable === file.executable)) {
    plan.same.push(file.path);
  } else if (isRegular && (entry.sha === file.blob || entry.sha === previous?.files[file.path]?.blob)) {
    plan.replaced.push(file.path);
    plan.writes.push(write);
  } else {
    plan.kept.push(file.path);
  }
}

/** Seeded before, still as seeded, and not in this kit: leaving them would mix two kits. */
function obsolete(
  current: ReadonlySet<string>,
  there: ReadonlyMap<string, SeedEntry>,
  previous: SeedManifest | undefined,
): string[] {
  return Object.entries(previous?.files ?? {})
    .filter(([path, entry]) => !current.has(path) && isSeedable(path) && there.get(path)?.sha === entry.blob)
    .map(([path]) => path);
}

// A manifest is a file on a branch that anybody may edit: it must not make us delete anything outside our directories.
const isSeedable = (path: string): boolean => path.startsWith(".claude/") || path.startsWith(".specify/");

function findConflicts(wanted: readonly string[], existing: readonly SeedEntry[]): SeedConflict[] {
  const conflicts = new Map<string, SeedConflict>();
  const obstacles = new Map(existing.filter((entry) => entry.type !== "tree").map((entry) => [entry.path, entry]));
  const directories = new Set(
    existing.flatMap((entry) => (entry.type === "tree" ? [entry.path] : parents(entry.path))),
  );
  for (const path of wanted) {
    for (const parent of parents(path)) {
      const obstacle = obstacles.get(parent);
      if (obstacle)
        conflicts.set(parent, {
          path: parent,
          message: `${parent} is ${noun(obstacle)}, but seeding needs a directory there.`,
        });
    }
    if (directories.has(path))
      conflicts.set(path, { path, message: `${path} is a directory, but seeding needs a file there.` });
  }
  return [...conflicts.values()];
}

function noun(entry: SeedEntry): string {
  if (entry.mode === "120000") return "a symbolic link";
  return entry.type === "commit" ? "a submodule" : "a file";
}

/** Every directory above a path, from the top. */
function parents(path: string): string[] {
  const segments = path.split("/");
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join("/"));
}
