import type { SeedManifest } from "./seed-manifest.ts";

/** The guide's four facts about a branch. */
export interface SeedDetails {
  claudeExists: boolean;
  /** True for commands or skills: newer kits bring skills. */
  claudeCommandsExists: boolean;
  claudeAgentsExists: boolean;
  specifyExists: boolean;
}

export interface SeedStatus {
  state: "seeded" | "partial" | "absent";
  details: SeedDetails;
  /** Files that were seeded and are gone. */
  missing: string[];
}

const COMMAND = /^\.claude\/(commands\/.+\.md|skills\/[^/]+\/SKILL\.md)$/;
const AGENT = /^\.claude\/agents\/.+\.md$/;

/** How far a branch is seeded, from the paths of its files and from what the manifest on it says was seeded. */
export function seedStatus(paths: readonly string[], manifest?: SeedManifest): SeedStatus {
  const there = new Set(paths);
  const details: SeedDetails = {
    claudeExists: paths.some((path) => path.startsWith(".claude/")),
    claudeCommandsExists: paths.some((path) => COMMAND.test(path)),
    claudeAgentsExists: paths.some((path) => AGENT.test(path)),
    specifyExists: paths.some((path) => path.startsWith(".specify/")),
  };
  const missing = Object.keys(manifest?.files ?? {}).filter((path) => !there.has(path));
  const isWhole = details.claudeCommandsExists && details.claudeAgentsExists && details.specifyExists;
  if (isWhole && missing.length === 0) return { state: "seeded", details, missing };
  return { state: details.claudeExists || details.specifyExists ? "partial" : "absent", details, missing };
}
