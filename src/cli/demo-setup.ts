import type { PhaseRfe } from "#domain/phase-session.ts";
import { answerOf } from "./answer.ts";
import type { DemoDeps } from "./demo-deps.ts";
import { shortSha } from "./plain-text.ts";
import { backendRepository } from "./sample/backend-repository.ts";
import type { SampleFile } from "./sample/sample-file.ts";
import { sampleRfe } from "./sample/sample-rfe.ts";
import { specsRepository } from "./sample/specs-repository.ts";
import type { Terminal } from "./terminal.ts";

const PROJECT = "demo";

/** A project with two repositories that look like people have worked in them. */
export async function makeProject(
  deps: DemoDeps,
  terminal: Terminal,
): Promise<{ project: string; urls: [string, string] }> {
  const { paint } = terminal;
  const { name } = await answerOf(
    deps.client.api.projects.$post({
      json: { name: PROJECT, displayName: "Demo", description: "Made by vteam demo." },
    }),
  );
  terminal.print(`${paint("green", "✓")} project ${paint("bold", name)}`);
  const specs = await makeRepository(deps, terminal, name, "specs", specsRepository());
  const backend = await makeRepository(deps, terminal, name, "backend", backendRepository());
  return { project: name, urls: [specs, backend] };
}

async function makeRepository(
  deps: DemoDeps,
  terminal: Terminal,
  project: string,
  name: string,
  files: readonly SampleFile[],
): Promise<string> {
  const { paint } = terminal;
  const { repositories } = deps.client.api.projects[":project"];
  const { url } = await answerOf(repositories.$post({ param: { project }, json: { name } }));
  const sha = await deps.pushSample(url, files, `chore: start ${name}`);
  const pushed = paint("dim", `${files.length} files pushed to main as`);
  terminal.print(`${paint("green", "✓")} ${name.padEnd(8)} ${url}  ${pushed} ${paint("yellow", shortSha(sha))}`);
  return url;
}

/** The guide's RFE in these repositories. */
export async function makeRfe(
  deps: DemoDeps,
  terminal: Terminal,
  project: string,
  [specs, backend]: [string, string],
): Promise<PhaseRfe> {
  const { paint } = terminal;
  const json = {
    ...sampleRfe,
    umbrellaRepo: { url: specs, branch: "main" },
    supportingRepos: [{ url: backend, branch: "main" }],
  };
  const rfe = await answerOf(deps.client.api.projects[":project"]["rfe-workflows"].$post({ param: { project }, json }));
  terminal.print(
    paint("bold", rfe.title),
    ...rfe.description.split("\n").map((line) => paint("dim", line)),
    `${paint("green", "✓")} ${rfe.id}, on branch ${paint("bold", rfe.branchName)} in both repositories`,
  );
  return rfe;
}
