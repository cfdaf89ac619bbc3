import { basename } from "node:path";
import { detectStack, type Survey } from "#adapters/offline-model/feature/stack.ts";
import { listFiles, type Play, readFile } from "#adapters/offline-model/play.ts";

const PATTERN =
  "{README*,CHANGELOG*,package.json,tsconfig.json,pyproject.toml,setup.py,requirements.txt,go.mod,src/**,lib/**,app/**,migrations/**,test/**,tests/**}";
const MANIFESTS = ["package.json", "go.mod", "pyproject.toml"];

/** Looks at a repository the way a newcomer does: its files, its README, its manifest. */
export function* surveyRepository(directory: string, name = basename(directory)): Play<Survey> {
  const files = yield* listFiles(`Let me see what is in the ${name} repository.`, directory, PATTERN);
  const readmePath = files.find((path) => /^README(\.\w+)?$/i.test(path));
  const readme =
    readmePath === undefined
      ? undefined
      : yield* readFile(`Its README tells what the service is for.`, `${directory}/${readmePath}`);
  const manifestPath = MANIFESTS.find((path) => files.includes(path));
  const manifest =
    manifestPath === undefined
      ? undefined
      : yield* readFile(`${manifestPath} tells the language and how tests are run.`, `${directory}/${manifestPath}`);
  return { directory, name, files, readme: readme ?? "", stack: detectStack(files, manifest ?? "") };
}

/** Looks at each other repository, at most three of them. */
export function* surveyAll(directories: readonly string[]): Play<Survey[]> {
  const surveys: Survey[] = [];
  for (const directory of directories.slice(0, 3)) surveys.push(yield* surveyRepository(directory));
  return surveys;
}
