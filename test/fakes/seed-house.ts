import { join } from "node:path";
import { pino } from "pino";
import type { MirrorOptions } from "#adapters/git/mirror.ts";
import { SeedingGitRepository } from "#adapters/git/seeding-git-repository.ts";
import { openSeedContent } from "#adapters/spec-kit/seed-content.ts";
import type { Sqlite } from "#adapters/sqlite/index.ts";
import { waitForOperation } from "#app/operations.ts";
import { startSeed } from "#app/rfe-seed.ts";
import { SeedStatuses } from "#app/seed-check.ts";
import type { SeedDeps } from "#app/seed-deps.ts";
import { runSeedController } from "#controller/seed-controller.ts";
import type { Operation, SeedRequest } from "#domain/operation.ts";
import type { Rfe } from "#domain/rfe.ts";
import { Secret } from "#domain/secret.ts";
import type { Access, Actor } from "#ports/access.ts";
import { commitTo, git } from "./bare-repository.ts";
import { credential, type GitRemotes, openServerRemotes } from "./git-remotes.ts";
import type { GitServer } from "./git-server.ts";
import { openTemporarySqlite, type TemporarySqlite } from "./temporary-sqlite.ts";

export const ada: Actor = { kind: "user", userId: "ada", displayName: "Ada" };
export const BRANCH = "ambient-user-authentication";

const access: Access = {
  authenticate: async () => undefined,
  roleIn: async () => "edit",
  runToken: () => new Secret("run"),
  gitToken: () => new Secret("git"),
};

export interface SeedRepo {
  url: string;
  bare: string;
  /** The commit of main. */
  base: string;
}

/** What seeding works with: these stores, real git, the built-in kit. */
export function seedDepsOn(sqlite: Sqlite, mirrors: MirrorOptions): SeedDeps & { seedStatuses: SeedStatuses } {
  const repository = new SeedingGitRepository(mirrors);
  const kitDirectory = join(import.meta.dirname, "../../kit");
  const options = { kitDirectory, version: "0.1.0", allowDirectories: undefined, allowHttp: true };
  return {
    access,
    secrets: sqlite.secretStore,
    stores: sqlite.stores,
    policy: () => ({ ownOrigins: [], allowHttp: true }),
    git: repository,
    content: openSeedContent({ ...options, git: repository }),
    seeder: "vteam 0.1.0",
    now: () => new Date(),
    log: pino({ level: "silent" }),
    seedStatuses: new SeedStatuses(),
  };
}

/** The project's token, and the one host that may see it. */
export async function allowToken({ secretStore }: Sqlite, origin: string): Promise<void> {
  await secretStore.write("web", "GIT_TOKEN", credential.password, "ada");
  await secretStore.write("web", "GIT_TOKEN_HOSTS", new Secret(new URL(origin).host), "ada");
}

/** Everything seeding needs, for real: stores, git over HTTP, the built-in kit and the controller. */
export class SeedHouse {
  readonly remotes: GitRemotes & { server: GitServer };
  readonly sqlite: TemporarySqlite;
  readonly deps: SeedDeps & { seedStatuses: SeedStatuses };
  #abort = new AbortController();
  #running: Promise<void> = Promise.resolve();

  /** With the remotes of another house: a second server that knows nothing of the first. */
  static async open(shared?: GitRemotes & { server: GitServer }): Promise<SeedHouse> {
    const [remotes, sqlite] = await Promise.all([shared ?? openServerRemotes(), openTemporarySqlite()]);
    await allowToken(sqlite.sqlite, remotes.server.origin);
    return new SeedHouse(remotes, sqlite);
  }

  constructor(remotes: GitRemotes & { server: GitServer }, sqlite: TemporarySqlite) {
    this.remotes = remotes;
    this.sqlite = sqlite;
    this.deps = seedDepsOn(sqlite.sqlite, {
      git: remotes.git,
      directory: join(sqlite.directory, "mirrors"),
      locate: remotes.locate,
      now: Date.now,
    });
  }

  /** A repository with one commit on main. */
  async repository(name: string): Promise<SeedRepo> {
    const { remote, bare } = await this.remotes.make(name);
    const base = await commitTo(bare, "main", { "README.md": `# ${name}\n` });
    return { url: remote.url, bare, base };
  }

  workflow(
    spec: { url: string; branch?: string },
    supporting: { url: string; branch?: string }[] = [],
    name = "rfe-1",
  ): Promise<Rfe> {
    const based = ({ url, branch = "main" }: { url: string; branch?: string }) => ({ url, branch });
    return this.deps.stores.rfes.create({
      metadata: { project: "web", name, createdBy: "ada" },
      spec: {
        title: "User Authentication System",
        description: "",
        branchName: BRANCH,
        umbrellaRepo: based(spec),
        supportingRepos: supporting.map(based),
        workspacePath: "",
        jiraLinks: [],
      },
      status: { phase: "Initializing", message: "" },
    });
  }

  startController(deps: SeedDeps = this.deps): void {
    this.#abort = new AbortController();
    this.#running = runSeedController(deps, this.#abort.signal);
  }

  async stopController(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  start = (request: SeedRequest = {}, id = "rfe-1"): Promise<Operation> =>
    startSeed(this.deps, ada, { project: "web", id, request });

  end = (operation: Operation, ms = 20_000): Promise<Operation> =>
    waitForOperation(this.deps, operation, AbortSignal.timeout(ms));

  seed = async (request: SeedRequest = {}, id?: string): Promise<Operation> => this.end(await this.start(request, id));

  /** `remotes: false` for a house that only borrows them. */
  async close({ remotes = true } = {}): Promise<void> {
    await this.stopController();
    await this.sqlite.close();
    if (remotes) await this.remotes.close();
  }
}

/** The commit of a branch, or "" when it is not there. */
export const tipOf = ({ bare }: { bare: string }, branch = BRANCH): Promise<string> =>
  git(bare, "for-each-ref", "--format=%(objectname)", `refs/heads/${branch}`);
