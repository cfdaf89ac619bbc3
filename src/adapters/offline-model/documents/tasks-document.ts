import type { Entity } from "#adapters/offline-model/feature/entity.ts";
import type { Feature } from "#adapters/offline-model/feature/feature.ts";
import type { Topic } from "#adapters/offline-model/feature/topic.ts";
import type { FeatureFacts } from "#adapters/offline-model/feature-facts.ts";
import { listInWords } from "./entity-text.ts";
import { AUTHOR } from "./template.ts";

interface PlannedTask {
  text: string;
  story: string | undefined;
  isParallel: boolean;
  points: number;
  dependsOn: number[];
  acceptance: readonly string[];
}

interface TaskPhase {
  title: string;
  tasks: PlannedTask[];
  checkpoint: string;
}

/** What every list starts with, and what the first implementation session builds. */
function schemaTask(entities: readonly Entity[]): PlannedTask {
  const tables = listInWords(entities.map(({ table }) => `\`${table}\``));
  return {
    text: `Database schema: create ${tables} with migrations in \`migrations/\` and models in \`src/models/\``,
    story: undefined,
    isParallel: false,
    points: 3,
    dependsOn: [],
    acceptance: [
      ...entities.map(({ table }) => `${table} table created`),
      "migrations written",
      "models refuse faulty records, and tests show it",
    ],
  };
}

/** The path as the plan has it, with the ending of the repository's language. */
const pathIn = (plan: string, file: string): string =>
  [...plan.matchAll(/\bsrc\/[\w/.-]*\w/g)].map(([path]) => path).find((path) => path.startsWith(`${file}.`)) ?? file;

/** Two tasks per story: build it, then show that its scenarios hold. */
function storyPhase({ task, component, story }: Topic, index: number, plan: string): TaskPhase {
  const file = pathIn(plan, component.file);
  const label = `US${index + 1}`;
  const build: PlannedTask = {
    text: `${task.title} in \`${file}\``,
    story: label,
    isParallel: index > 0,
    points: task.points,
    dependsOn: [1],
    acceptance: task.acceptance,
  };
  const tests: PlannedTask = {
    text: `Tests for the scenarios of "${story.title}" in \`tests/${file.replace(/^src\//, "").replace(/(\.\w+)$/, ".test$1")}\``,
    story: label,
    isParallel: false,
    points: 2,
    dependsOn: [buildNumber(index)],
    acceptance: story.scenarios.map(({ when, outcome }) => `when ${when}, ${outcome}`),
  };
  return {
    title: `User Story ${index + 1} - ${story.title} (Priority: P${Math.min(index + 1, 3)})`,
    checkpoint: `the scenarios of user story ${index + 1} pass on their own.`,
    tasks: [build, tests],
  };
}

/** The number of the task that builds a story; the schema is number 1. */
const buildNumber = (storyIndex: number): number => 2 + storyIndex * 2;

function phasesOf(feature: Feature, plan: string): TaskPhase[] {
  const built = feature.topics.map((_, index) => buildNumber(index));
  const routes: PlannedTask = {
    text: "Routes: open the calls of plan.md, Contracts, in `src/routes`",
    story: undefined,
    isParallel: false,
    points: 5,
    dependsOn: built,
    acceptance: ["each call answers as the contract says, refusals included"],
  };
  const documentation: PlannedTask = {
    text: "Documentation: configuration and calls in `README.md`",
    story: undefined,
    isParallel: true,
    points: 1,
    dependsOn: built,
    acceptance: ["a newcomer can start the service and make each call"],
  };
  return [
    {
      title: "Foundation",
      tasks: [schemaTask(feature.entities)],
      checkpoint: "the tables exist; every story may start.",
    },
    ...feature.topics.map((topic, index) => storyPhase(topic, index, plan)),
    { title: "Routes and polish", tasks: [routes, documentation], checkpoint: "the branch is ready for review." },
  ];
}

const taskId = (number: number): string => `T${String(number).padStart(3, "0")}`;

function taskText(task: PlannedTask, number: number): string {
  const marks = [task.isParallel ? "[P]" : undefined, task.story === undefined ? undefined : `[${task.story}]`];
  const depends = task.dependsOn.length === 0 ? undefined : `(depends on ${task.dependsOn.map(taskId).join(", ")})`;
  const head = ["- [ ]", taskId(number), ...marks, task.text, depends].filter((part) => part !== undefined).join(" ");
  return `${head}\n  - Story points: ${task.points}\n  - Acceptance: ${task.acceptance.join("; ")}`;
}

/** tasks.md in spec-kit's grammar; criteria carry no boxes of their own, since one box is one task. */
export function tasksDocument(
  feature: Feature,
  facts: FeatureFacts,
  plan: string,
): { text: string; count: number; points: number } {
  const phases = phasesOf(feature, plan);
  const all = phases.flatMap(({ tasks }) => tasks);
  const parts = phases.map(({ title, tasks, checkpoint }, index) => {
    const lines = tasks.map((task) => taskText(task, all.indexOf(task) + 1)).join("\n");
    return `## Phase ${index + 1}: ${title}\n\n${lines}\n\n**Checkpoint**: ${checkpoint}`;
  });
  const points = all.reduce((sum, task) => sum + task.points, 0);
  const head = `# Tasks: ${feature.title}\n\n**Branch**: \`${facts.branch ?? ""}\` · **Input**: [spec.md](spec.md), [plan.md](plan.md) · **Total**: ${points} story points in ${all.length} tasks  \n**Author**: ${AUTHOR}\n\n\`[P]\` = may run in parallel · \`[US1]\` = belongs to user story 1`;
  const order = `## Dependencies\n\nT001 comes first. After it the stories may be built side by side. Routes and documentation wait for all of them.`;
  return { text: `${[head, ...parts, order].join("\n\n")}\n`, count: all.length, points };
}
