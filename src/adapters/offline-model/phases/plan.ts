import { planDocument, readSpec } from "#adapters/offline-model/documents/plan-document.ts";
import { understandFeature } from "#adapters/offline-model/feature/feature.ts";
import type { FeatureFacts } from "#adapters/offline-model/feature-facts.ts";
import { type Play, readFile, writeFile } from "#adapters/offline-model/play.ts";
import { featureFile, findFeature, OFFLINE_NOTE, runKitScript, templatePath } from "./feature-place.ts";
import { surveyAll } from "./survey.ts";

/** Writes plan.md from spec.md, the template, and what the other repositories are made of. */
export function* plan(asked: FeatureFacts): Play {
  const facts = yield* findFeature(asked);
  const path = yield* runKitScript(
    "I put the plan's place in order first.",
    "setup-plan.sh",
    "IMPL_PLAN",
    featureFile(facts, "plan.md"),
  );
  const spec = yield* readFile("The specification decides what is planned.", featureFile(facts, "spec.md"));
  if (spec === undefined)
    return `✗ ${facts.directory}/spec.md is missing, so there is nothing to plan. Run the specify phase first.`;
  const template = yield* readFile(
    "The template says which sections a plan has.",
    templatePath(facts, "plan-template.md"),
  );
  const current = yield* readFile("I look at the plan as it stands.", path);
  const surveys = yield* surveyAll(facts.otherDirectories);
  const survey = surveys.find(({ stack }) => stack.language !== "unknown") ?? surveys[0];
  const feature = understandFeature(facts.title, facts.description);
  const text = planDocument(feature, facts, { spec: readSpec(spec), survey, template: template ?? current ?? "" });
  const isWritten = yield* writeFile(
    `The work falls into ${feature.topics.length + 2} phases. I write the plan.`,
    path,
    text,
  );
  const place = `${facts.directory}/plan.md`;
  if (!isWritten) return `✗ I could not write ${place}: the tool refused it twice. Nothing was changed.`;
  return [
    `Created implementation plan: ${place}`,
    "",
    "The plan includes:",
    `✓ ${feature.topics.length + 2} phases and ${feature.topics.length} components, the database first`,
    `✓ Technical context of ${survey === undefined ? "no repository (none was at hand)" : `${survey.name}: ${survey.stack.name}`}`,
    "✓ Data model, contracts, test strategy and risks",
    "",
    OFFLINE_NOTE,
  ].join("\n");
}
