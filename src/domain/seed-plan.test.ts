import { expect, test } from "vitest";
import type { Kit, SeedFile } from "./seed-kit.ts";
import { parseSeedManifest, SEED_MANIFEST } from "./seed-manifest.ts";
import { planSeed, type SeedEntry, type SeedPlan, seedConflict, seedLookups } from "./seed-plan.ts";

// Any text can stand for a hash: the plan only compares them.
const file = (path: string, version: string, more: Partial<SeedFile> = {}): SeedFile => ({
  path,
  content: new TextEncoder().encode(version),
  executable: path.endsWith(".sh"),
  write: "always",
  sha256: `sha256-${version}`,
  blob: `blob-${version}`,
  ...more,
});
const kitOf = (...files: SeedFile[]): Kit => ({ files, record: { source: "builtin", version: "1" }, warnings: [] });
const entry = (path: string, sha: string, more: Partial<SeedEntry> = {}): SeedEntry => ({
  path,
  sha,
  type: "blob",
  mode: path.endsWith(".sh") ? "100755" : "100644",
  ...more,
});

const PLAN = ".claude/commands/speckit.plan.md";
const SCRIPT = ".specify/scripts/bash/common.sh";
const RULES = ".specify/memory/constitution.md";
const AGENT = ".claude/agents/ada.md";
const kit = (version: string): Kit =>
  kitOf(file(PLAN, version), file(SCRIPT, version), file(RULES, version, { write: "absent" }));
const agents = kitOf(file(AGENT, "1"));

const plan = (input: {
  kit?: Kit;
  agents?: Kit;
  existing?: SeedEntry[];
  manifest?: string;
  branch?: string;
}): SeedPlan =>
  planSeed({
    branch: input.branch ?? "feature",
    kit: input.kit ?? kit("1"),
    agents: input.agents ?? agents,
    existing: input.existing ?? [],
    manifestText: input.manifest,
    seeder: "vteam 1",
  });

const written = (result: SeedPlan, path: string): string | undefined => {
  const content = result.writes.find((write) => write.path === path)?.content;
  return content && new TextDecoder().decode(content);
};

/** The branch after a first seed. */
function seeded(): { existing: SeedEntry[]; manifest: string } {
  const first = plan({});
  const paths = [PLAN, SCRIPT, RULES, AGENT].map((path) => entry(path, "blob-1"));
  return {
    existing: [...paths, entry("specs/feature/.gitkeep", "e69de")],
    manifest: written(first, SEED_MANIFEST) ?? "",
  };
}

test("adds everything, a placeholder for the feature and the manifest to an empty branch", () => {
  const result = plan({});

  expect(result.added).toEqual([AGENT, PLAN, RULES, SCRIPT, "specs/feature/.gitkeep"]);
  expect(result.writes.map((write) => write.path)).toEqual([...result.added, SEED_MANIFEST]);
  expect(result.writes.find((write) => write.path === SCRIPT)?.executable).toBe(true);
});

test("writes nothing to a branch that has everything", () => {
  const result = plan(seeded());

  expect(result.writes).toEqual([]);
  expect(result.same).toHaveLength(4);
});

test("replaces what is as it was seeded, and keeps what people changed", () => {
  const { existing, manifest } = seeded();
  const edited = existing.map((one) => (one.path === PLAN ? { ...one, sha: "blob-edited" } : one));

  const result = plan({ kit: kit("2"), existing: edited, manifest });

  expect({ replaced: result.replaced, kept: result.kept }).toEqual({ replaced: [SCRIPT], kept: [PLAN] });
  expect(parseSeedManifest(written(result, SEED_MANIFEST))?.files[PLAN]?.blob).toBe("blob-1");
});

test("keeps an edited file through two upgrades", () => {
  const { existing, manifest } = seeded();
  const edited = existing.map((one) => (one.path === PLAN ? { ...one, sha: "blob-edited" } : one));
  const second = plan({ kit: kit("2"), existing: edited, manifest });

  const third = plan({ kit: kit("3"), existing: edited, manifest: written(second, SEED_MANIFEST) ?? "" });

  expect(third.kept).toContain(PLAN);
});

test("keeps files that were there before the first seed", () => {
  const result = plan({ existing: [entry(AGENT, "blob-theirs")] });

  expect(result.kept).toEqual([AGENT]);
  expect(parseSeedManifest(written(result, SEED_MANIFEST))?.files[AGENT]).toBeUndefined();
});

test("never touches a constitution that is there, and brings one that is not", () => {
  const { existing, manifest } = seeded();
  const theirs = existing.map((one) => (one.path === RULES ? { ...one, sha: "blob-theirs" } : one));

  const kept = plan({ existing: theirs, manifest, kit: kit("2") });
  const restored = plan({ existing: existing.filter((one) => one.path !== RULES), manifest });

  expect(kept.writes.map((write) => write.path)).not.toContain(RULES);
  expect(restored.added).toEqual([RULES]);
});

test("restores a lost executable bit", () => {
  const { existing, manifest } = seeded();
  const plain = existing.map((one) => (one.path === SCRIPT ? { ...one, mode: "100644" } : one));

  const result = plan({ existing: plain, manifest });

  expect(result.writes).toEqual([expect.objectContaining({ path: SCRIPT, executable: true })]);
});

test("removes what an older kit brought, unless somebody changed it or it lies elsewhere", () => {
  const { existing, manifest } = seeded();
  const forged = JSON.parse(manifest);
  forged.files["src/main.ts"] = { sha256: "x", blob: "blob-main", executable: false };
  const there = [...existing, entry("src/main.ts", "blob-main")];
  const smaller = kitOf(file(RULES, "1", { write: "absent" }));
  const edited = there.map((one) => (one.path === SCRIPT ? { ...one, sha: "blob-edited" } : one));

  const result = plan({ kit: smaller, existing: edited, manifest: `${JSON.stringify(forged)}\n` });

  expect(result.removed).toEqual([PLAN]);
  expect(result.writes.filter((write) => write.content === undefined).map((write) => write.path)).toEqual([PLAN]);
});

test("brings personas that stand in only where there are none, and takes none away for them", () => {
  const { existing, manifest } = seeded();
  const standIn: Kit = { ...kitOf(file(".claude/agents/built-in.md", "1")), isStandIn: true };

  const onNew = plan({ agents: standIn });
  const onSeeded = plan({ agents: standIn, existing, manifest });

  expect(onNew.added).toContain(".claude/agents/built-in.md");
  expect(onSeeded.writes).toEqual([]);
});

test("names everything in the way and writes nothing", () => {
  const link = { mode: "120000" };
  const result = plan({
    existing: [entry(".claude/commands", "x", link), entry("specs", "x"), entry(`${RULES}/a`, "x")],
  });

  expect(result.writes).toEqual([]);
  expect(result.conflicts.map((conflict) => conflict.message)).toEqual([
    ".claude/commands is a symbolic link, but seeding needs a directory there.",
    `${RULES} is a directory, but seeding needs a file there.`,
    "specs is a file, but seeding needs a directory there.",
  ]);
  expect(seedConflict(result.conflicts).errors).toHaveLength(3);
});

test("leaves a link in the place of a file alone", () => {
  const result = plan({ existing: [entry(PLAN, "blob-1", { mode: "120000" })] });

  expect(result.kept).toEqual([PLAN]);
});

test("treats a broken manifest as none and says so", () => {
  const { existing } = seeded();

  const result = plan({ kit: kit("2"), existing, manifest: "{ not json" });

  expect(result.kept).toEqual([PLAN, SCRIPT]);
  expect(result.warnings).toEqual([expect.stringContaining(SEED_MANIFEST)]);
});

test("asks for the directories and every entry that may be in the way of a branch with slashes", () => {
  const lookups = seedLookups("team/feature");

  expect(lookups).toEqual({
    directories: [".claude", ".specify", "specs/team/feature"],
    ancestors: [".claude", ".specify", "specs", "specs/team", "specs/team/feature"],
  });
});

test("needs no placeholder where the feature has files", () => {
  const result = plan({ existing: [entry("specs/feature/spec.md", "x")] });

  expect(result.added).not.toContain("specs/feature/.gitkeep");
});
