import { join } from "node:path";
import type { FeatureFacts } from "#adapters/offline-model/feature-facts.ts";
import { type Play, runCommand } from "#adapters/offline-model/play.ts";

/** Said where something is missing that only the seeding or an earlier phase can bring. */
export const OFFLINE_NOTE = "Written by the offline model, which follows fixed rules; no AI was involved.";

/** The branch the prompt names, else the one that is checked out. */
export function* findFeature(facts: FeatureFacts): Play<FeatureFacts & { branch: string; directory: string }> {
  if (facts.branch !== undefined) return { ...facts, branch: facts.branch, directory: `specs/${facts.branch}` };
  const result = yield* runCommand(
    "The request names no branch, so I look at which one is checked out.",
    "git branch --show-current",
    "Show the current branch",
  );
  const branch = result.isError || result.text.trim() === "" ? "feature" : result.text.trim();
  return { ...facts, branch, directory: `specs/${branch}` };
}

/** Runs a script of the seeded kit and returns the path its JSON names, or our own guess when it cannot be run. */
export function* runKitScript(say: string, script: string, key: string, guess: string): Play<string> {
  const result = yield* runCommand(say, `.specify/scripts/bash/${script} --json`, `Run ${script}`);
  const found = new RegExp(`"${key}"\\s*:\\s*"([^"]+)"`).exec(result.text)?.[1];
  return result.isError || found === undefined || !found.startsWith("/") ? guess : found;
}

export const featureFile = (facts: { workingDirectory: string; directory: string }, name: string): string =>
  join(facts.workingDirectory, facts.directory, name);

export const templatePath = (facts: FeatureFacts, name: string): string =>
  join(facts.workingDirectory, ".specify/templates", name);
