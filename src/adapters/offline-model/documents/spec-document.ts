import type { Feature } from "#adapters/offline-model/feature/feature.ts";
import type { Survey } from "#adapters/offline-model/feature/stack.ts";
import type { Story } from "#adapters/offline-model/feature/topic.ts";
import type { FeatureFacts } from "#adapters/offline-model/feature-facts.ts";
import { entityTitle, fieldsInWords, listInWords } from "./entity-text.ts";
import { AUTHOR, bullets, layOut, type Section, table } from "./template.ts";

function storyText(story: Story, index: number): string {
  const scenarios = story.scenarios.map(
    ({ given, when, outcome }, number) => `${number + 1}. **Given** ${given}, **When** ${when}, **Then** ${outcome}.`,
  );
  return [
    `### User Story ${index + 1} - ${story.title} (Priority: P${Math.min(index + 1, 3)})`,
    `As ${story.who}, I want ${story.want}, so that ${story.why}.`,
    "**Independent test**: the scenarios below pass on their own, without the stories that follow.",
    "**Acceptance scenarios**:",
    scenarios.join("\n"),
  ].join("\n\n");
}

/** Demands of the description first, word by word; what the known subjects add comes after them. */
export function requirementsOf(feature: Feature): string[] {
  const demands = [...feature.demands, ...feature.topics.flatMap((topic) => topic.requirements)];
  return [...new Set(demands)].map(
    (demand, index) => `**FR-${String(index + 1).padStart(3, "0")}**: The system MUST ${demand}.`,
  );
}

function requirementsText(feature: Feature): string {
  const entities = feature.entities.map(
    (entity) => `**${entityTitle(entity)}**: ${entity.purpose}; holds ${fieldsInWords(entity)}.`,
  );
  return `### Functional Requirements\n\n${bullets(requirementsOf(feature))}\n\n### Key Entities\n\n${bullets(entities)}`;
}

function overviewText(feature: Feature, facts: FeatureFacts, surveys: readonly Survey[]): string {
  const subjects = listInWords(feature.topics.map((topic) => topic.name.toLowerCase()));
  const providers = feature.providers.length === 0 ? "" : ` The providers named are ${listInWords(feature.providers)}.`;
  const places = surveys.map(({ name, stack, files }) => `\`${name}\` (${stack.name}, ${files.length} files seen)`);
  const place = places.length === 0 ? "" : `\n\nIt will be built in ${listInWords(places)}.`;
  return `${facts.description}\n\nThis comes to ${subjects}.${providers}${place}`;
}

function apiText(feature: Feature): string {
  const rows = feature.topics.flatMap((topic) =>
    topic.endpoints.map(({ call, does, answers }) => [`\`${call}\``, does, answers]),
  );
  return rows.length === 0 ? "No interface of the service changes." : table(["call", "does", "answers"], rows);
}

const outcomesText = (feature: Feature): string =>
  bullets(
    [
      ...feature.topics.flatMap((topic) => topic.outcomes),
      "Every acceptance scenario above passes as an automated test.",
    ].map((outcome, index) => `**SC-${String(index + 1).padStart(3, "0")}**: ${outcome}`),
  );

const scopeText = (feature: Feature): string =>
  bullets([
    `**In**: ${listInWords(feature.topics.map(({ name }) => name.toLowerCase()))}.`,
    "**Out**: user interfaces; this describes the service behind them.",
    "**Out**: moving existing data, beyond the migrations of the plan.",
  ]);

function sectionsOf(feature: Feature, facts: FeatureFacts, surveys: readonly Survey[]): Section[] {
  const { topics } = feature;
  const edges = topics.flatMap((topic) => topic.edgeCases);
  const stories = topics.map(({ story }, index) => storyText(story, index)).join("\n\n");
  return [
    {
      title: "Overview",
      answers: /overview|summary|context|problem|purpose|goal|why/i,
      body: overviewText(feature, facts, surveys),
    },
    {
      title: "User Scenarios & Testing",
      answers: /scenario|stor(y|ies)|journey/i,
      body: stories,
    },
    { title: "Edge Cases", answers: /edge|corner/i, body: bullets(edges) },
    { title: "Requirements", answers: /requirement/i, body: requirementsText(feature) },
    { title: "Success Criteria", answers: /success|outcome|criteri|measur/i, body: outcomesText(feature) },
    { title: "API Design", answers: /\bapi\b|interface|contract/i, body: apiText(feature) },
    {
      title: "Risks",
      answers: /risk|threat|security/i,
      body: bullets(topics.map(({ risk }) => `**${risk.what}**: ${risk.answer}.`)),
    },
    { title: "Assumptions", answers: /assumption/i, body: bullets(topics.flatMap((topic) => topic.assumptions)) },
    { title: "Scope", answers: /scope|non-goal/i, body: scopeText(feature) },
    {
      title: "Open Questions",
      answers: /question|clarif/i,
      body: "None: where the description is silent, the assumptions decide.",
    },
  ];
}

/** spec.md along the headings of the seeded template. */
export function specDocument(
  feature: Feature,
  facts: FeatureFacts,
  surveys: readonly Survey[],
  template: string,
): string {
  const preamble = [
    `**Feature branch**: \`${facts.branch ?? ""}\`  `,
    `**Created**: ${facts.today}  `,
    "**Status**: Draft  ",
    `**Author**: ${AUTHOR}`,
  ].join("\n");
  return layOut(`Feature Specification: ${feature.title}`, preamble, template, sectionsOf(feature, facts, surveys));
}
