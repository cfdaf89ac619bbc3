import { listInWords } from "#adapters/offline-model/documents/entity-text.ts";
import { requirementsOf, specDocument } from "#adapters/offline-model/documents/spec-document.ts";
import { understandFeature } from "#adapters/offline-model/feature/feature.ts";
import type { FeatureFacts } from "#adapters/offline-model/feature-facts.ts";
import { type Play, readFile, writeFile } from "#adapters/offline-model/play.ts";
import { featureFile, findFeature, OFFLINE_NOTE, runKitScript, templatePath } from "./feature-place.ts";
import { surveyAll } from "./survey.ts";

/** Writes spec.md from the title, the description and the seeded template. */
export function* specify(asked: FeatureFacts): Play {
  const facts = yield* findFeature(asked);
  const path = yield* runKitScript(
    `I start with the specification of "${facts.title}": first the feature's directory.`,
    "create-new-feature.sh",
    "SPEC_FILE",
    featureFile(facts, "spec.md"),
  );
  const template = yield* readFile(
    "The template says which sections a specification has.",
    templatePath(facts, "spec-template.md"),
  );
  const current = yield* readFile("Is there a specification already?", path);
  const surveys = yield* surveyAll(facts.otherDirectories);
  const feature = understandFeature(facts.title, facts.description);
  const text = specDocument(feature, facts, surveys, template ?? current ?? "");
  const count = requirementsOf(feature).length;
  const isWritten = yield* writeFile(
    `I have what I need: ${count} requirements and ${feature.topics.length} user stories. I write the specification.`,
    path,
    text,
  );
  const place = `${facts.directory}/spec.md`;
  if (!isWritten) return `✗ I could not write ${place}: the tool refused it twice. Nothing was changed.`;
  return [
    `Created specification file: ${place}`,
    "",
    "The specification includes:",
    `✓ ${count} functional requirements (${listInWords(feature.topics.map(({ name }) => name.toLowerCase()))})`,
    `✓ ${feature.topics.length} user stories with acceptance scenarios, and the edge cases between them`,
    `✓ ${feature.entities.length} key entities: ${listInWords(feature.entities.map(({ table }) => table))}`,
    "✓ Success criteria, risks and assumptions",
    ...(template === undefined ? ["✗ No spec-template.md was found; the sections follow my own order"] : []),
    "",
    OFFLINE_NOTE,
  ].join("\n");
}
