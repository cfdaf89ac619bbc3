import type { ReadFile } from "#adapters/offline-model/documents/review-checks.ts";
import { reviewDocument } from "#adapters/offline-model/documents/review-document.ts";
import type { FeatureFacts } from "#adapters/offline-model/feature-facts.ts";
import { type Play, readFile, runCommand } from "#adapters/offline-model/play.ts";
import { findFeature } from "./feature-place.ts";
import { surveyRepository } from "./survey.ts";
import { runTests } from "./test-run.ts";

const MAX_FILES_READ = 8;

/** The branch the feature started from: named in the request, else the usual names. */
function* findBase(facts: FeatureFacts & { branch: string }): Play<string | undefined> {
  const { text, isError } = yield* runCommand(
    "Which branches are there to compare with?",
    "git branch --all --format='%(refname:short)'",
    "List branches",
  );
  if (isError) return undefined;
  const branches = text.split("\n").map((line) => line.trim().replaceAll("'", ""));
  const names = [facts.baseBranch, "main", "master", "develop"].filter(
    (name) => name !== undefined && name !== facts.branch,
  );
  return names.flatMap((name) => [`origin/${name}`, `${name}`]).find((name) => branches.includes(name));
}

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** Commits and files of the feature; without a base to compare with, those of the latest commits. */
function* findChanges(base: string | undefined): Play<{ commits: string[]; changed: string[]; stat: string }> {
  const range = base === undefined ? "-n 5" : `${base}..HEAD`;
  const log = yield* runCommand(
    "The commits of the feature come first.",
    `git log --oneline --no-decorate ${range}`,
    "List commits",
  );
  const files =
    base === undefined
      ? "git log -n 5 --name-only --diff-filter=d --format="
      : `git diff --name-only --diff-filter=d ${base}...HEAD`;
  const names = yield* runCommand("Which files did they change?", files, "List changed files");
  const stat =
    base === undefined
      ? undefined
      : yield* runCommand("And how much?", `git diff --stat=100 ${base}...HEAD`, "Summarise the changes");
  return {
    commits: log.isError ? [] : linesOf(log.text),
    changed: names.isError ? [] : [...new Set(linesOf(names.text))],
    stat: stat === undefined || stat.isError ? "" : stat.text.trim(),
  };
}

function* readChanged(directory: string, changed: readonly string[]): Play<ReadFile[]> {
  const files: ReadFile[] = [];
  for (const path of changed.slice(0, MAX_FILES_READ)) {
    const text = yield* readFile(`I read ${path}.`, `${directory}/${path}`);
    if (text !== undefined) files.push({ path, text });
  }
  return files;
}

const isSource = (path: string): boolean => /^(src|lib|app)\//.test(path);

/** Reviews the branch in the working directory; it writes nothing, its closing words are the review. */
export function* review(asked: FeatureFacts): Play {
  const facts = yield* findFeature(asked);
  const base = yield* findBase(facts);
  const { commits, changed, stat } = yield* findChanges(base);
  const survey = yield* surveyRepository(facts.workingDirectory, facts.repository);
  const command =
    survey.stack.testCommand ?? (survey.files.includes("tests/schema_test.sh") ? "sh tests/schema_test.sh" : undefined);
  const tests = command === undefined ? undefined : yield* runTests("Do the tests pass?", command);
  // Code first: it is what a review is for when not everything can be read.
  const inOrder = changed.toSorted((a, b) => Number(isSource(b)) - Number(isSource(a)));
  const files = yield* readChanged(facts.workingDirectory, inOrder);
  return reviewDocument({
    title: facts.title,
    repository: survey.name,
    branch: facts.branch,
    commits,
    diffStat: stat,
    changed,
    files,
    tests,
  });
}
