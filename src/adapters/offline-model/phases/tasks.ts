import { tasksDocument } from "#adapters/offline-model/documents/tasks-document.ts";
import { understandFeature } from "#adapters/offline-model/feature/feature.ts";
import type { FeatureFacts } from "#adapters/offline-model/feature-facts.ts";
import { type Play, readFile, writeFile } from "#adapters/offline-model/play.ts";
import { featureFile, findFeature, OFFLINE_NOTE } from "./feature-place.ts";

/** Writes tasks.md from spec.md and plan.md. */
export function* tasks(asked: FeatureFacts): Play {
  const facts = yield* findFeature(asked);
  const spec = yield* readFile("I read the specification for the stories.", featureFile(facts, "spec.md"));
  const plan = yield* readFile("The plan gives the order and the paths.", featureFile(facts, "plan.md"));
  if (spec === undefined || plan === undefined) {
    const missing = spec === undefined ? "spec.md" : "plan.md";
    return `✗ ${facts.directory}/${missing} is missing, so there is nothing to break down. Run the earlier phases first.`;
  }
  const feature = understandFeature(facts.title, facts.description);
  const document = tasksDocument(feature, facts, plan);
  const place = `${facts.directory}/tasks.md`;
  const isWritten = yield* writeFile(
    `That makes ${document.count} tasks. I write them down, the database schema first.`,
    featureFile(facts, "tasks.md"),
    document.text,
  );
  if (!isWritten) return `✗ I could not write ${place}: the tool refused it twice. Nothing was changed.`;
  return [
    `Created task breakdown: ${place}`,
    "",
    `✓ ${document.count} tasks in ${feature.topics.length + 2} phases, ${document.points} story points`,
    "✓ Dependencies and acceptance criteria for each task",
    "✓ First task: T001 Database schema",
    "",
    OFFLINE_NOTE,
  ].join("\n");
}
