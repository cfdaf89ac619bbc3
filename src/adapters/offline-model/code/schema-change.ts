import type { Entity } from "#adapters/offline-model/feature/entity.ts";
import type { Stack, Survey } from "#adapters/offline-model/feature/stack.ts";
import type { NewFile } from "./change.ts";
import { MODEL_MODULE, modelFile, modelModule } from "./javascript-model.ts";
import { sharedModelTests } from "./javascript-model-test.ts";
import { schemaTests } from "./javascript-schema-tests.ts";
import { modelTests } from "./javascript-tests.ts";
import { migrationFiles, migrationFor } from "./migrations.ts";
import { shellTest } from "./shell-test.ts";

/** What implementing the schema task comes to in one repository. */
export interface SchemaChange {
  files: NewFile[];
  testCommand: string;
  /** What had to be left out, in a sentence. */
  limitation?: string;
}

const testDirectory = (files: readonly string[]): string =>
  files.some((path) => path.startsWith("test/")) ? "test" : "tests";

function javascriptFiles(entities: readonly Entity[], paths: ReadonlyMap<string, string>, survey: Survey): NewFile[] {
  const suffix = survey.stack.moduleSuffix;
  const tests = testDirectory(survey.files);
  const shared = {
    path: `src/models/model${suffix}`,
    content: MODEL_MODULE,
    say: "All models share one small module with their rules.",
  };
  const models = entities.flatMap((entity) => [
    {
      path: `src/models/${modelFile(entity)}${suffix}`,
      content: modelModule(entity, suffix),
      say: `Now the model for ${entity.table}.`,
    },
    {
      path: `${tests}/models/${modelFile(entity)}.test${suffix}`,
      content: modelTests(entity, suffix),
      say: "And what it must keep, refuse and hide, as tests.",
    },
  ]);
  const schema = {
    path: `${tests}/models/schema.test${suffix}`,
    content: schemaTests(entities, paths, suffix),
    say: "Models and migrations must agree; a test compares them and applies the migrations to a real database.",
  };
  const sharedTests = {
    path: `${tests}/models/model.test${suffix}`,
    content: sharedModelTests(suffix),
    say: "The shared module gets tests of its own.",
  };
  return [shared, sharedTests, ...models, schema];
}

const named = (stack: Stack): string => (stack.language === "unknown" ? "a language I do not recognise" : stack.name);

/** Migrations in any repository; models and their tests where the language is JavaScript. */
export function schemaChange(entities: readonly Entity[], survey: Survey): SchemaChange {
  const migrations = migrationFiles(entities, survey.files);
  const all = [...survey.files, ...migrations.map(({ path }) => path)];
  const paths = new Map(entities.map(({ table }) => [table, migrationFor(table, all) ?? ""]));
  const isNew = ({ path }: NewFile) => !survey.files.includes(path);
  if (survey.stack.language === "javascript") {
    const files = javascriptFiles(entities, paths, survey).filter(isNew);
    return { files: [...migrations, ...files], testCommand: survey.stack.testCommand ?? "node --test" };
  }
  const test = shellTest(entities, paths);
  return {
    files: [...migrations, ...[test].filter(isNew)],
    testCommand: `sh ${test.path}`,
    limitation: `The repository is written in ${named(survey.stack)}; I write models only in JavaScript, so there are none yet`,
  };
}
