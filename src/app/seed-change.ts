import { bot } from "#domain/bot.ts";
import { type Rfe, repositoriesOf } from "#domain/rfe.ts";
import type { Kit } from "#domain/seed-kit.ts";
import { SEED_MANIFEST } from "#domain/seed-manifest.ts";
import { planSeed, type SeedEntry, type SeedPlan, seedLookups } from "#domain/seed-plan.ts";
import type { Prepared, TreeReader } from "#ports/git-repository.ts";
import type { SourceAccess } from "#ports/seed-content.ts";
import { remoteFor, sourceRemoteFor } from "./remotes.ts";
import type { SeedDeps } from "./seed-deps.ts";

export interface SeedFiles {
  kit: Kit;
  agents: Kit;
}

/** How the sources of a request are reached: with the project's credential only where the project works anyway. */
export const sourceAccess =
  (deps: SeedDeps, rfe: Rfe): SourceAccess =>
  (url) =>
    sourceRemoteFor(
      deps,
      rfe.metadata.project,
      url,
      repositoriesOf(rfe.spec).map((repo) => repo.url),
    );

/**
 * Prepares the seed commit on top of what the spec repository holds now. The same inputs make the same commit, so
 * two that race, or one that is repeated, cannot disagree. The repository is read while the files are still coming.
 * `onPlan` sees the plan before anything is made of it, and may refuse it.
 */
export async function prepareSeed(
  deps: SeedDeps,
  rfe: Rfe,
  coming: Promise<SeedFiles>,
  onPlan: (plan: SeedPlan, reader: TreeReader) => void | Promise<void>,
  signal: AbortSignal,
): Promise<Prepared> {
  const branch = rfe.spec.branchName;
  const remote = await remoteFor(deps, rfe.metadata.project, rfe.spec.umbrellaRepo.url, "write");
  const files = async (reader: TreeReader) => {
    const [existing, manifestText, { kit, agents }] = await Promise.all([
      readExisting(reader, branch),
      readManifest(reader),
      coming,
    ]);
    const plan = planSeed({ branch, kit, agents, existing, manifestText, seeder: deps.seeder });
    await onPlan(plan, reader);
    return plan.writes;
  };
  const change = {
    baseBranch: rfe.spec.umbrellaRepo.branch,
    branch,
    files,
    message: `chore: initialize ${branch} with spec-kit and agents`,
    author: bot,
    date: rfe.metadata.createdAt,
  };
  return deps.git.prepare(remote, change, signal);
}

async function readExisting(reader: TreeReader, branch: string): Promise<SeedEntry[]> {
  const { directories, ancestors } = seedLookups(branch);
  const [lists, entries] = await Promise.all([
    Promise.all(directories.map((directory) => reader.list(directory))),
    Promise.all(ancestors.map((path) => reader.entry(path))),
  ]);
  return [...lists.flat(), ...entries.flatMap((entry) => entry ?? [])];
}

async function readManifest(reader: TreeReader): Promise<string | undefined> {
  const bytes = await reader.read(SEED_MANIFEST);
  return bytes && new TextDecoder().decode(bytes);
}
