import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { GitCommand } from "#adapters/git/git-command.ts";
import { SeedingGitRepository } from "#adapters/git/seeding-git-repository.ts";
import { openSeedContent } from "#adapters/spec-kit/seed-content.ts";
import { openSqlite } from "#adapters/sqlite/index.ts";
import type { SeedDeps } from "#app/seed-deps.ts";
import type { Rfe } from "#domain/rfe.ts";
import { Secret } from "#domain/secret.ts";
import { testEncryptionKey } from "#test/fakes/temporary-sqlite.ts";
import type { SeedJob } from "./seed-job.ts";

export const ada = { kind: "user", userId: "ada", displayName: "Ada" } as const;

/** What a server seeds with: its stores, git as it is composed, and the sources. */
export async function openBenchDeps({ work, token, spec }: SeedJob): Promise<SeedDeps> {
  for (const name of ["data", "home"]) mkdirSync(join(work, name));
  const now = () => new Date();
  const newUid = () => crypto.randomUUID();
  const sqlite = await openSqlite({ dataDirectory: join(work, "data"), now, newUid, encryptionKey: testEncryptionKey });
  await sqlite.secretStore.write("web", "GIT_TOKEN", new Secret(token), "ada");
  await sqlite.secretStore.write("web", "GIT_TOKEN_HOSTS", new Secret(new URL(spec).host), "ada");
  const command = new GitCommand({
    ...{ home: join(work, "home"), path: process.env.PATH ?? "", network: {} },
    ...{ allowsHttp: () => true, allowsFile: () => false },
  });
  const directory = join(work, "mirrors");
  const git = new SeedingGitRepository({ git: command, directory, locate: () => undefined, now: Date.now });
  const kitDirectory = join(import.meta.dirname, "../kit");
  return {
    access: { authenticate: async () => undefined, roleIn: async () => "edit", runToken: never, gitToken: never },
    ...{ secrets: sqlite.secretStore, stores: sqlite.stores, git, now, log: pino({ level: "silent" }) },
    policy: () => ({ ownOrigins: [], allowHttp: true }),
    content: openSeedContent({ git, kitDirectory, version: "0", allowDirectories: undefined, allowHttp: true }),
    seeder: "vteam bench",
  };
}

function never(): never {
  throw new Error("this host is not ours");
}

/** The workflow of a job; several of them have branches of their own. */
export const workflowOf = (deps: SeedDeps, job: SeedJob, n: number): Promise<Rfe> =>
  deps.stores.rfes.create({
    metadata: { project: "web", name: `rfe-${n}`, createdBy: "ada" },
    spec: {
      ...{ title: "A feature", description: "", workspacePath: "", jiraLinks: [] },
      branchName: n === 0 ? job.branch : `${job.branch}-${n}`,
      umbrellaRepo: { url: job.spec, branch: "main" },
      supportingRepos: job.supporting.map((url) => ({ url, branch: "main" })),
    },
    status: { phase: "Initializing", message: "" },
  });
