import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import { pino } from "pino";
import { GitCommand } from "#adapters/git/git-command.ts";
import { SeedingGitRepository } from "#adapters/git/seeding-git-repository.ts";
import { LocalAccess } from "#adapters/local/local-access.ts";
import { DirectoryGitHost } from "#adapters/local-git-host/local-git-host.ts";
import { openMarkdown } from "#adapters/markdown/unified-markdown.ts";
import { openSeedContent } from "#adapters/spec-kit/seed-content.ts";
import { runSeedController } from "#controller/seed-controller.ts";
import { randomName } from "#domain/name.ts";
import { ownRepository, parseRepoUrl } from "#domain/repo-url.ts";
import { Secret } from "#domain/secret.ts";
import { createApp } from "#http/app.ts";
import { createClient } from "#http/client.ts";
import type { HttpDeps } from "#http/deps.ts";
import type { Access, Actor } from "#ports/access.ts";
import type { GitRepository } from "#ports/git-repository.ts";
import { openTemporarySqlite, type TemporarySqlite } from "./temporary-sqlite.ts";

export const TOKEN = "test-access-token-93f1";

/** Besides the local user: a viewer, an editor, and someone who is no member, each with a token of their name. */
class TestAccess extends LocalAccess implements Access {
  override async authenticate(token: Secret): Promise<Actor | undefined> {
    const name = token.reveal();
    if (["viewer", "editor", "stranger"].includes(name)) return { kind: "user", userId: name, displayName: name };
    return super.authenticate(token);
  }

  override async roleIn(actor: Actor, project: string) {
    if (actor.kind !== "user" || actor.userId === "local") return super.roleIn(actor, project);
    return ({ viewer: "view", editor: "edit" } as const)[actor.userId];
  }
}

/** The whole HTTP surface on real stores, real git and a real listener; only sessions do not run. */
export class AppHouse {
  readonly origin: string;
  readonly deps: HttpDeps;
  readonly app: ReturnType<typeof createApp>;
  readonly directory: string;
  readonly #sqlite: TemporarySqlite;
  readonly #server: Server;
  readonly #stop: AbortController;
  readonly #controller: Promise<void>;

  private constructor(
    house: Pick<AppHouse, "origin" | "deps" | "app">,
    sqlite: TemporarySqlite,
    server: Server,
    stop: AbortController,
  ) {
    this.origin = house.origin;
    this.deps = house.deps;
    this.app = house.app;
    this.directory = sqlite.directory;
    this.#sqlite = sqlite;
    this.#server = server;
    this.#stop = stop;
    this.#controller = runSeedController(house.deps, stop.signal);
  }

  static async open(change: (deps: HttpDeps) => HttpDeps = (deps) => deps): Promise<AppHouse> {
    const sqlite = await openTemporarySqlite();
    const stop = new AbortController();
    let origin = "http://127.0.0.1:1";
    const deps = change(await openDeps(sqlite, stop.signal, () => origin));
    const app = createApp(deps);
    const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return new AppHouse({ origin, deps, app }, sqlite, server, stop);
  }

  get client() {
    return createClient({ url: this.origin, token: TOKEN });
  }

  /** A request through the app, without a socket. */
  request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const json = body === undefined ? {} : { "content-type": "application/json" };
    return Promise.resolve(
      this.app.request(path, {
        method,
        headers: { authorization: `Bearer ${TOKEN}`, ...json, ...headers },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
    );
  }

  /** The same, with what came back as JSON. */
  async call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
    // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  ): Promise<{ status: number; headers: Headers; body: any }> {
    const response = await this.request(method, path, body, headers);
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
  }

  repositoryUrl = (project: string, name: string): string => `${this.origin}/git/${project}/${name}.git`;
  bareDirectory = (project: string, name: string): string => join(this.directory, "git", project, `${name}.git`);

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#controller;
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.#sqlite.close();
  }
}

async function openDeps(temporary: TemporarySqlite, draining: AbortSignal, origin: () => string): Promise<HttpDeps> {
  const { directory, sqlite } = temporary;
  const [home, hosted] = [join(directory, "home"), join(directory, "git")];
  await mkdir(home);
  const now = () => new Date();
  const path = process.env.PATH ?? "";
  const command = new GitCommand({ home, path, network: {}, allowsHttp: () => true, allowsFile: () => false });
  const locate = ({ url }: { url: string }) => {
    const own = ownRepository(parseRepoUrl(url), [origin()]);
    return own === undefined ? undefined : join(hosted, own.project, `${own.name}.git`);
  };
  const git: GitRepository = new SeedingGitRepository({
    git: command,
    directory: join(directory, "mirrors"),
    locate,
    now: Date.now,
  });
  const kitDirectory = join(import.meta.dirname, "../../kit");
  return {
    access: new TestAccess({ accessToken: new Secret(TOKEN), signingKey: new Secret("k".repeat(43)), now }),
    stores: sqlite.stores,
    events: sqlite.eventLog,
    secrets: sqlite.secretStore,
    idempotency: sqlite.idempotency,
    git,
    gitHost: new DirectoryGitHost({ root: hosted, startGit: command.start.bind(command), now: Date.now }),
    markdown: openMarkdown(),
    modelAccount: { check: async () => ({ kind: "unreachable", why: "tests stay on this machine" }) },
    content: openSeedContent({ kitDirectory, version: "0.1.0", allowDirectories: undefined, allowHttp: true, git }),
    seeder: "vteam 0.1.0",
    now,
    newName: (prefix) => randomName(prefix, randomBytes),
    log: pino({ level: "silent" }),
    policy: () => ({ ownOrigins: [origin()], allowHttp: false }),
    settings: { defaultModel: "claude-sonnet-4-5", maxSessions: 2, modelBaseUrl: "https://api.anthropic.com" },
    version: "0.1.0",
    mode: "standalone",
    isDemo: false,
    allowedHosts: () => ["127.0.0.1", "localhost"],
    origin,
    draining,
    readiness: [
      { name: "store", fault: async () => ((await sqlite.isWritable()) ? undefined : "It cannot be written.") },
    ],
  };
}
