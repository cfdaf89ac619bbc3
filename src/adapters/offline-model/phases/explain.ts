import type { FeatureFacts } from "#adapters/offline-model/feature-facts.ts";
import { type Play, runCommand } from "#adapters/offline-model/play.ts";

/** The answer to anything that is not a phase: what this model is, and what it can do. */
export function* explain(facts: FeatureFacts): Play {
  const listing = yield* runCommand("I look at the working directory first.", "ls", "List the working directory");
  const seen = listing.isError
    ? "I could not list the working directory."
    : `It holds:\n\n${listing.text.trim().slice(0, 2_000)}`;
  return [
    "I am the offline model of vteam. There is no AI here: I follow fixed rules and cannot answer free requests.",
    "",
    "I can play the phases of an RFE: specify, plan, tasks, implement (the first task) and review.",
    "For everything else, set ANTHROPIC_API_KEY and run the session again.",
    "",
    `Working directory: ${facts.workingDirectory}`,
    seen,
  ].join("\n");
}
