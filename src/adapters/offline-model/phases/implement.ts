import type { NewFile } from "#adapters/offline-model/code/change.ts";
import { schemaChange } from "#adapters/offline-model/code/schema-change.ts";
import { understandFeature } from "#adapters/offline-model/feature/feature.ts";
import type { FeatureFacts } from "#adapters/offline-model/feature-facts.ts";
import { type Play, readFile, writeFile } from "#adapters/offline-model/play.ts";
import { parseTaskList, type TaskItem } from "#domain/task-list.ts";
import { recordInChangelog } from "./changelog.ts";
import { findFeature, OFFLINE_NOTE } from "./feature-place.ts";
import { surveyRepository } from "./survey.ts";
import { runTests, testMark } from "./test-run.ts";

/** The task the request names, as T003 or "Task 3", else the first open one. */
function chooseTask(request: string, items: readonly TaskItem[]): TaskItem | undefined {
  const id = /\bT\d{3,}\b/.exec(request)?.[0];
  const number = /\bTask (\d+)\b/i.exec(request)?.[1];
  if (id === undefined && number === undefined) return items.find(({ done }) => !done);
  const wanted = [id, number, number === undefined ? undefined : `T${number.padStart(3, "0")}`];
  return items.find((item) => wanted.includes(item.id));
}

function* findTasks(facts: FeatureFacts & { directory: string }): Play<string | undefined> {
  for (const directory of [...facts.otherDirectories, facts.workingDirectory]) {
    const text = yield* readFile(
      "I read the task list in the specs repository.",
      `${directory}/${facts.directory}/tasks.md`,
    );
    if (text === undefined) continue;
    yield* readFile("The specification has the details.", `${directory}/${facts.directory}/spec.md`);
    return text;
  }
  return undefined;
}

function* writeAll(directory: string, files: readonly NewFile[]): Play<{ written: string[]; refused: string[] }> {
  const written: string[] = [];
  const refused: string[] = [];
  for (const { path, content, say } of files) {
    const isWritten = yield* writeFile(say, `${directory}/${path}`, content);
    (isWritten ? written : refused).push(path);
  }
  return { written, refused };
}

function* implementSchema(task: TaskItem, facts: FeatureFacts): Play {
  const survey = yield* surveyRepository(facts.workingDirectory, facts.repository);
  const all = understandFeature(facts.title, facts.description).entities;
  const named = all.filter(({ table }) => task.title.includes(`\`${table}\``));
  const entities = named.length > 0 ? named : all;
  const change = schemaChange(entities, survey);
  const { written, refused } = yield* writeAll(facts.workingDirectory, change.files);
  if (written.length > 0)
    yield* recordInChangelog(survey, `Database schema: ${entities.map(({ table }) => table).join(", ")}`);
  const tests = yield* runTests("Now the tests: those of the repository and the new ones.", change.testCommand);
  return [
    written.length === 0 && refused.length === 0
      ? `${task.id} was implemented already: every file is there.`
      : `Implemented ${task.id}: database schema for ${facts.title}.`,
    "",
    ...written.map((path) => `✓ ${path}`),
    ...refused.map((path) => `✗ ${path} could not be written`),
    ...(change.limitation === undefined ? [] : [`✗ ${change.limitation}`]),
    `${testMark(tests)} ${tests.summary}`,
    ...(tests.kind === "passed" ? [] : ["", "The end of the output:", "```", tests.output, "```"]),
    "",
    OFFLINE_NOTE,
  ].join("\n");
}

/** Implements the schema task with migrations, models and tests; says so when another task is asked for. */
export function* implement(asked: FeatureFacts): Play {
  const facts = yield* findFeature(asked);
  const list = yield* findTasks(facts);
  if (list === undefined)
    return `✗ ${facts.directory}/tasks.md was not found in any repository, so I do not know what to build. Nothing was changed.`;
  const task = chooseTask(facts.request, parseTaskList(list).items);
  if (task === undefined) return `✗ I found no such open task in ${facts.directory}/tasks.md. Nothing was changed.`;
  if (!/\b(schema|migration|database|tables?)\b/i.test(task.title)) {
    return `✗ ${task.id} (${task.title}) is beyond the offline model: it can build the database schema task only. Nothing was changed. Set ANTHROPIC_API_KEY and run the session again.`;
  }
  return yield* implementSchema(task, facts);
}
