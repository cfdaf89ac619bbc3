import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Logger } from "pino";
import { anthropicAccount } from "#adapters/claude/anthropic-account.ts";
import { SeedingGitRepository } from "#adapters/git/seeding-git-repository.ts";
import { type Local, openLocal } from "#adapters/local/index.ts";
import { DirectoryGitHost } from "#adapters/local-git-host/local-git-host.ts";
import { ProcessLauncher } from "#adapters/process/process-launcher.ts";
import { openSeedContent } from "#adapters/spec-kit/seed-content.ts";
import { openSqlite, type Sqlite } from "#adapters/sqlite/index.ts";
import { type Config, childEnvironment } from "#config.ts";
import { runRetentionController } from "#controller/retention-controller.ts";
import { runSeedController } from "#controller/seed-controller.ts";
import { runSessionController } from "#controller/session-controller.ts";
import { randomName } from "#domain/name.ts";
import { ownRepository, parseRepoUrl, type RepoPolicy } from "#domain/repo-url.ts";
import { createApp } from "#http/app.ts";
import type { HttpDeps } from "#http/deps.ts";
import type { Access } from "#ports/access.ts";
import type { Remote } from "#ports/git-repository.ts";
import type { Markdown } from "#ports/markdown.ts";
import { openGit } from "./git.ts";
import { type Listener, listen } from "./listen.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const KEEP_WORKSPACE_MS = 24 * 60 * 60 * 1_000;

export interface Standalone {
  origin: string;
  /** Signs a person in; the token is in the fragment, which browsers send to nobody. */
  loginUrl: string;
  token: string;
  git: ReturnType<typeof openGit>;
  /** Finishes what is under way and lets go of everything; runs go on without us. */
  close(): Promise<void>;
}

export interface StandaloneOptions {
  config: Config;
  version: string;
  log: Logger;
  isDemo: boolean;
}

interface Opened {
  data: string;
  local: Local;
  sqlite: Sqlite;
  git: ReturnType<typeof openGit>;
  origins: () => readonly string[];
}

async function openData(config: Config, now: () => Date): Promise<Opened> {
  mkdirSync(config.VTEAM_DATA_DIR, { recursive: true, mode: 0o700 });
  const data = realpathSync(config.VTEAM_DATA_DIR);
  const local = await openLocal({ dataDirectory: data, now, accessToken: config.VTEAM_TOKEN });
  const { encryptionKey } = local;
  const sqlite = await openSqlite({ dataDirectory: data, now, newUid: randomUUID, encryptionKey });
  const origins = (): readonly string[] => local.serverState.origins;
  return { data, local, sqlite, origins, git: openGit(config, join(data, "git-home"), origins) };
}

function openGitHost({ data, git, origins, local }: Opened, config: Config) {
  const root = join(data, "git");
  const gitHost = new DirectoryGitHost({ root, startGit: git.start.bind(git), now: Date.now });
  const repository = new SeedingGitRepository({
    git,
    directory: join(data, "mirrors"),
    maxBytes: config.VTEAM_MIRROR_LIMIT_MB * 1_000_000,
    locate: (remote) => locate(remote, origins(), local.access, gitHost),
    now: Date.now,
  });
  return { gitHost, git: repository };
}

function openLauncher({ data, local, origins }: Opened, config: Config, log: Logger): ProcessLauncher {
  return new ProcessLauncher({
    directory: join(data, "runs"),
    command: process.execPath,
    args: [join(root, "bin/vteam.mjs"), "run"],
    environment: runnerEnvironment(config, data),
    runUrl: ({ project, name }) => `${origins()[0]}/api/projects/${project}/agentic-sessions/${name}`,
    token: (key) => local.access.runToken(key),
    now: () => new Date(),
    log,
  });
}

function httpDeps(
  opened: Opened,
  { config, version, log, isDemo }: StandaloneOptions,
  draining: AbortSignal,
): HttpDeps {
  const { sqlite, local, origins } = opened;
  const writable = async () => ((await sqlite.isWritable()) ? undefined : "The store cannot be written.");
  const host = openGitHost(opened, config);
  const content = openSeedContent({
    ...{ git: host.git, kitDirectory: join(root, "kit"), version },
    ...{ allowDirectories: config.VTEAM_FILE_REPOS, allowHttp: config.VTEAM_ALLOW_HTTP_REPOS },
  });
  return {
    ...{ ...host, content, seeder: `vteam ${version}` },
    ...{ access: local.access, stores: sqlite.stores, events: sqlite.eventLog, secrets: sqlite.secretStore },
    ...{ idempotency: sqlite.idempotency, markdown: lazyMarkdown(), log, version, isDemo, draining },
    modelAccount: anthropicAccount(config.ANTHROPIC_BASE_URL),
    mode: "standalone",
    webDirectory: join(root, "dist/web"),
    now: () => new Date(),
    newName: (prefix) => randomName(prefix, randomBytes),
    origin: () => origins()[0] ?? "",
    policy: () => policyOf(config, origins()),
    allowedHosts: () => ["127.0.0.1", "localhost", "[::1]", config.VTEAM_HOST, ...config.VTEAM_ALLOWED_HOSTS],
    readiness: [{ name: "store", fault: writable }],
    settings: {
      defaultModel: config.VTEAM_DEFAULT_MODEL,
      maxSessions: config.VTEAM_MAX_SESSIONS,
      modelApiKey: config.ANTHROPIC_API_KEY?.reveal(),
      modelBaseUrl: config.ANTHROPIC_BASE_URL,
    },
  };
}

/** Everything in one process: API, git host, controllers, on SQLite; sessions in child processes. */
export async function startStandalone(options: StandaloneOptions): Promise<Standalone> {
  const { config, log, isDemo } = options;
  const opened = await openData(config, () => new Date());
  const { local, sqlite } = opened;
  const stopping = new AbortController();
  const deps = httpDeps(opened, options, stopping.signal);
  const launcher = openLauncher(opened, config, log);
  const listener = await listen(createApp(deps).fetch, config, local.serverState);
  await local.serverState.addOrigin(listener.origin);
  const { sessions } = sqlite.stores;
  const controlled = { sessions, events: sqlite.eventLog, launcher, now: deps.now, log };
  const controllers = [
    runSessionController({ ...controlled, maxSessions: config.VTEAM_MAX_SESSIONS }, stopping.signal),
    runSeedController(deps, stopping.signal),
    runRetentionController({ ...controlled, keepMs: KEEP_WORKSPACE_MS }, stopping.signal),
  ];
  const token = local.accessToken.reveal();
  const loginUrl = `${listener.origin}/login#${token}`;
  await launcher.adopt();
  const { origin } = listener;
  const closing = { stopping, listener, controllers, launcher, sqlite, endsRuns: isDemo };
  return { origin, loginUrl, token, git: opened.git, close: () => close(closing) };
}

interface Closing {
  stopping: AbortController;
  listener: Listener;
  controllers: Promise<void>[];
  launcher: ProcessLauncher;
  sqlite: Sqlite;
  /** A server whose data is about to be removed takes its runs with it. */
  endsRuns: boolean;
}

async function close({ stopping, listener, controllers, launcher, sqlite, endsRuns }: Closing): Promise<void> {
  stopping.abort();
  await listener.close();
  await Promise.allSettled(controllers);
  launcher.close({ kill: endsRuns });
  sqlite.close();
}

const policyOf = (config: Config, ownOrigins: readonly string[]): RepoPolicy => ({
  ownOrigins,
  hosts: config.VTEAM_GIT_HOSTS,
  allowHttp: config.VTEAM_ALLOW_HTTP_REPOS,
  fileRoot: config.VTEAM_FILE_REPOS,
});

/** The directory of a repository that this server hosts itself, for whoever holds a credential for it. */
async function locate(
  { url, credential }: Remote,
  origins: readonly string[],
  access: Access,
  host: DirectoryGitHost,
): Promise<string | undefined> {
  const own = ownRepository(parseRepoUrl(url), origins);
  const actor = own && credential && (await access.authenticate(credential.password));
  const isGranted =
    actor?.kind === "git" && actor.grant.project === own?.project && actor.grant.repository === own.name;
  return own !== undefined && isGranted ? host.directoryOf(own.project, own.name) : undefined;
}

/** Loaded with the first document that somebody reads: until then it would only take memory. */
function lazyMarkdown(): Markdown {
  let opening: Promise<Markdown> | undefined;
  const open = async (): Promise<Markdown> => (await import("#adapters/markdown/unified-markdown.ts")).openMarkdown();
  return {
    async render(key, source) {
      opening ??= open();
      return (await opening).render(key, source);
    },
  };
}

const runnerEnvironment = (config: Config, data: string): Record<string, string> => ({
  ...childEnvironment(),
  VTEAM_DATA_DIR: data,
  VTEAM_LOG_LEVEL: config.VTEAM_LOG_LEVEL,
  VTEAM_OFFLINE_PACE_MS: String(config.VTEAM_OFFLINE_PACE_MS),
  VTEAM_ALLOW_HTTP_REPOS: String(config.VTEAM_ALLOW_HTTP_REPOS),
  ...(config.VTEAM_FILE_REPOS === undefined ? {} : { VTEAM_FILE_REPOS: config.VTEAM_FILE_REPOS }),
});
