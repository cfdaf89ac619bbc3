import { mkdir, mkdtemp } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commitTo, type Files, git, makeBareRepository } from "#test/fakes/bare-repository.ts";
import { type GitServer, startGitServer } from "#test/fakes/git-server.ts";
import { removeData } from "#test/fakes/vteam-server.ts";

interface Gate {
  holds: RegExp;
  opened: Promise<void>;
  open: () => void;
}

/** Somebody else's git host, real git over HTTP, that answers when the test lets it. */
export class SlowGitHost {
  /** Repositories may come from it only where the server is told so. */
  static readonly environment = { VTEAM_ALLOW_HTTP_REPOS: "true" };
  readonly #root: string;
  readonly #server: GitServer;
  #gate: Gate | undefined;

  private constructor(root: string, server: GitServer) {
    this.#root = root;
    this.#server = server;
  }

  static async start(): Promise<SlowGitHost> {
    const root = await mkdtemp(join(tmpdir(), "vteam-git-host-"));
    return new SlowGitHost(root, await startGitServer(root));
  }

  url = (name: string): string => `${this.#server.origin}/${name}.git`;
  /** Where the repository lies: for hooks, and to see what is really in it. */
  directory = (name: string): string => join(this.#root, `${name}.git`);
  branches = (name: string): Promise<string> =>
    git(this.directory(name), "for-each-ref", "--format=%(refname:short)", "refs/heads");

  /** A repository with one commit on main; its address. */
  async create(name: string, files: Files): Promise<string> {
    await mkdir(this.directory(name));
    await makeBareRepository(this.directory(name));
    await commitTo(this.directory(name), "main", files);
    return this.url(name);
  }

  /** From now on answers wait whose "METHOD /path" is like this; those held before may go, unless they are too. */
  hold(holds: RegExp): void {
    const before = this.#gate;
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    this.#gate = { holds, opened, open };
    this.#server.switches.gate = (request) => this.#wait(request);
    before?.open();
  }

  release(): void {
    this.#server.switches.gate = undefined;
    this.#gate?.open();
    this.#gate = undefined;
  }

  /** Who may not push to this repository; none without a name. */
  denyPush(name?: string): void {
    const { switches } = this.#server;
    switches.intercept = ({ url = "" }) =>
      name !== undefined && url.startsWith(`/${name}.git/`) && url.includes("git-receive-pack")
        ? { status: 403, headers: { "content-type": "text/plain" }, body: Buffer.from("you may not push here\n") }
        : undefined;
  }

  async #wait({ method, url }: IncomingMessage): Promise<void> {
    for (let gate = this.#gate; gate?.holds.test(`${method} ${url}`); gate = this.#gate) await gate.opened;
  }

  async close(): Promise<void> {
    this.release();
    await this.#server.close();
    removeData(this.#root);
  }
}
