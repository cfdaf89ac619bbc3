import type { Kit } from "./seed-kit.ts";
import type { SeedManifest } from "./seed-manifest.ts";

const DIRECTORY = ".claude/agents/";

/** The personas to seed, and the entries of the last manifest that stay as they are. */
interface ChosenAgents {
  agents: Kit;
  carried: SeedManifest["files"];
}

/**
 * Personas that only stand in, because the named source holds none, are for a branch that would have none at all. What
 * a branch has already is neither replaced nor taken away for the sake of a path that was mistyped.
 */
export function chooseAgents(
  agents: Kit,
  existing: readonly { path: string }[],
  previous: SeedManifest | undefined,
): ChosenAgents {
  const isNeeded = !existing.some(({ path }) => path.startsWith(DIRECTORY));
  if (!agents.isStandIn || isNeeded) return { agents, carried: {} };
  const carried = Object.entries(previous?.files ?? {}).filter(([path]) => path.startsWith(DIRECTORY));
  const record = previous?.agents ?? agents.record;
  return { agents: { ...agents, files: [], record }, carried: Object.fromEntries(carried) };
}
