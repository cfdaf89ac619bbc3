import type { Feature } from "#adapters/offline-model/feature/feature.ts";
import type { Survey } from "#adapters/offline-model/feature/stack.ts";
import type { FeatureFacts } from "#adapters/offline-model/feature-facts.ts";
import { entityTitle, fieldsInWords } from "./entity-text.ts";
import { AUTHOR, bullets, layOut, type Section, table } from "./template.ts";

/** What the plan takes over from spec.md as it stands on the branch, edits by people included. */
export interface SpecFacts {
  requirements: number;
  stories: string[];
}

export function readSpec(spec: string): SpecFacts {
  return {
    requirements: new Set(spec.match(/\bFR-\d{3}\b/g)).size,
    stories: [...spec.matchAll(/^### User Story \d+ *[-–:] *(.+?)(?: \(Priority.*)?$/gm)].map(
      (match) => match[1] ?? "",
    ),
  };
}

function contextText(survey: Survey | undefined): string {
  if (survey === undefined) return "No repository for the implementation was at hand; the paths below are proposals.";
  const { stack, files, name } = survey;
  const migrations = files.filter((path) => path.startsWith("migrations/") && path.endsWith(".sql"));
  return bullets([
    `**Repository**: \`${name}\``,
    `**Language and runtime**: ${stack.name}`,
    `**Dependencies**: ${stack.dependencies.length === 0 ? "none; none are added" : stack.dependencies.join(", ")}`,
    `**Tests**: ${stack.testCommand === undefined ? "no test command found" : `\`${stack.testCommand}\``}`,
    `**Migrations so far**: ${migrations.length === 0 ? "none" : migrations.map((path) => `\`${path}\``).join(", ")}`,
  ]);
}

const suffixOf = (survey: Survey | undefined): string =>
  ({ javascript: survey?.stack.moduleSuffix ?? ".js", typescript: ".ts", python: ".py", go: ".go", unknown: "" })[
    survey?.stack.language ?? "unknown"
  ];

function structureText(feature: Feature, survey: Survey | undefined): string {
  const suffix = suffixOf(survey);
  const paths = [
    "migrations/             one numbered SQL file per table",
    "src/models/             one model per entity, with its rules",
    ...feature.topics.map(({ component }) => `${`${component.file}${suffix}`.padEnd(23)} ${component.duty}`),
    "tests/                  one test file per module above",
  ];
  return `\`\`\`text\n${paths.join("\n")}\n\`\`\``;
}

function phasesText(feature: Feature): string {
  const parts = feature.topics.map(
    ({ component, task }, index) =>
      `### Phase ${index + 2}: ${component.name}\n\n${task.title}. Done when ${task.acceptance.join(" and ")}.`,
  );
  const schema = `### Phase 1: Database schema\n\nMigrations and models for ${feature.entities.map(({ table: name }) => `\`${name}\``).join(", ")}. Every later phase depends on it.`;
  const last = `### Phase ${feature.topics.length + 2}: Routes and documentation\n\nThe calls under Contracts, their refusals, and the README.`;
  return [schema, ...parts, last].join("\n\n");
}

const dataModelText = (feature: Feature): string =>
  `${table(
    ["table", "keeps", "fields besides id, created_at, updated_at"],
    feature.entities.map((entity) => [
      `\`${entity.table}\``,
      `${entityTitle(entity)}: ${entity.purpose}`,
      fieldsInWords(entity),
    ]),
  )}\n\nTables are created in this order, since later ones point at earlier ones.`;

function contractsText(feature: Feature): string {
  const rows = feature.topics.flatMap((topic) =>
    topic.endpoints.map(({ call, does, answers }) => [`\`${call}\``, does, answers]),
  );
  return rows.length === 0 ? "No call of the service changes." : table(["call", "does", "answers"], rows);
}

function testsText(feature: Feature, survey: Survey | undefined): string {
  const command = survey?.stack.testCommand;
  return bullets([
    "Models and migrations: columns and rules agree; faulty records are refused with every fault named.",
    ...feature.topics.map(({ component, task }) => `${component.name}: ${task.acceptance.join("; ")}.`),
    command === undefined ? "The tests get a command of their own." : `All tests run with \`${command}\`.`,
  ]);
}

function sectionsOf(feature: Feature, spec: SpecFacts, survey: Survey | undefined): Section[] {
  const suffix = suffixOf(survey);
  const components = feature.topics.map(({ component: { name, file, duty } }) => [name, `\`${file}${suffix}\``, duty]);
  const risks = feature.topics.map(({ risk }) => [risk.what, risk.answer]);
  const stories = spec.stories.length === 0 ? "" : `:\n\n${bullets(spec.stories)}`;
  return [
    {
      title: "Summary",
      answers: /summary|overview/i,
      body: `The specification has ${spec.requirements} functional requirements in ${spec.stories.length} user stories${stories}\n\nThe plan starts with the database, adds one component per story, and opens the routes last.`,
    },
    { title: "Technical Context", answers: /technical|context|stack/i, body: contextText(survey) },
    {
      title: "Constitution Check",
      answers: /constitution|principle|gate/i,
      body: `The plan keeps to these rules; whether they meet .specify/memory/constitution.md is for a person to judge.\n\n${bullets(["Tests come with the code they test.", "No dependency is added.", "Each task is one reviewable change."])}`,
    },
    { title: "Project Structure", answers: /structure|layout/i, body: structureText(feature, survey) },
    {
      title: "Components",
      answers: /component|architecture|design/i,
      body: table(["component", "where", "duty"], components),
    },
    { title: "Data Model", answers: /data|entit|schema/i, body: dataModelText(feature) },
    { title: "Contracts", answers: /contract|api|interface/i, body: contractsText(feature) },
    { title: "Phases", answers: /phase|deliver|step|milestone|approach|implementation/i, body: phasesText(feature) },
    { title: "Test Strategy", answers: /test|verif|quality/i, body: testsText(feature, survey) },
    { title: "Risks", answers: /risk|complexity|security/i, body: table(["risk", "answer"], risks) },
  ];
}

/** plan.md along the headings of the seeded template. */
export function planDocument(
  feature: Feature,
  facts: FeatureFacts,
  { spec, survey, template }: { spec: SpecFacts; survey: Survey | undefined; template: string },
): string {
  const preamble = [
    `**Branch**: \`${facts.branch ?? ""}\` · **Date**: ${facts.today} · **Specification**: [spec.md](spec.md)  `,
    `**Author**: ${AUTHOR}`,
  ].join("\n");
  return layOut(`Implementation Plan: ${feature.title}`, preamble, template, sectionsOf(feature, spec, survey));
}
