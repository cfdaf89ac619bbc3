import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "#domain/problem.ts";
import type { HostedRepository, LocalGitHost } from "#ports/local-git-host.ts";
import { isSmartRequest, noRepository, refuseRequest, type StartGit, serveSmart } from "./http-backend.ts";
import { refsFingerprint } from "./refs-fingerprint.ts";
import { newRepositoryDirectory, repositoryDirectory } from "./repository-name.ts";

export interface DirectoryGitHostOptions {
  /** Holds <project>/<name>.git. */
  root: string;
  startGit: StartGit;
  now: () => number;
}

const PUSHED = "vteam-pushed";

const config = `[core]
	repositoryformatversion = 0
	filemode = true
	bare = true
	fsync = committed,reference
	fsyncMethod = batch
[http]
	receivepack = true
[uploadpack]
	allowFilter = true
	allowAnySHA1InWant = true
[receive]
	fsckObjects = true
	advertiseAtomic = true
[gc]
	auto = 0
`;

/** Bare repositories in a directory, served by git's own CGI program. */
export class DirectoryGitHost implements LocalGitHost {
  readonly #options: DirectoryGitHostOptions;
  readonly #listeners = new Set<(pushed: { project: string; name: string }) => void>();

  constructor(options: DirectoryGitHostOptions) {
    this.#options = options;
  }

  /** The bare directory of a repository, if such a name can exist. */
  directoryOf(project: string, name: string): string | undefined {
    return repositoryDirectory(this.#options.root, project, name);
  }

  async list(project: string): Promise<HostedRepository[]> {
    const entries = await readdir(join(this.#options.root, project)).catch(emptyWhenMissing);
    const names = entries.filter((entry) => entry.endsWith(".git")).map((entry) => entry.slice(0, -".git".length));
    const found = await Promise.all(names.sort().map((name) => this.get(project, name)));
    return found.filter((repository) => repository !== undefined);
  }

  async get(project: string, name: string): Promise<HostedRepository | undefined> {
    const directory = this.directoryOf(project, name);
    if (directory === undefined) return undefined;
    const head = await readFile(join(directory, "HEAD"), "utf8").catch(undefinedWhenMissing);
    if (head === undefined) return undefined;
    const pushed = await stat(join(directory, PUSHED)).catch(undefinedWhenMissing);
    return {
      project,
      name,
      defaultBranch: /^ref: refs\/heads\/(\S+)/.exec(head)?.[1] ?? "main",
      sizeBytes: await sizeOf(directory),
      pushedAt: pushed === undefined ? null : pushed.mtime.toISOString(),
    };
  }

  async create(project: string, name: string, defaultBranch: string): Promise<HostedRepository> {
    const directory = newRepositoryDirectory(this.#options.root, project, name);
    if (
      !/^[A-Za-z0-9][A-Za-z0-9._/-]{0,243}$/.test(defaultBranch) ||
      /\.\.|\/\/|\/$|\.$|\.lock(\/|$)|\/\./.test(defaultBranch)
    ) {
      throw new Problem("invalid-branch-name", { sentence: "The default branch cannot have this name." });
    }
    const made = join(this.#options.root, project, `.new-${randomUUID()}`);
    await mkdir(join(made, "objects", "info"), { recursive: true });
    await mkdir(join(made, "refs", "heads"), { recursive: true });
    await writeFile(join(made, "config"), config);
    await writeFile(join(made, "HEAD"), `ref: refs/heads/${defaultBranch}\n`);
    try {
      // A repository is there whole or not at all, and of two who make it only one succeeds.
      await rename(made, directory);
    } catch (error) {
      await rm(made, { recursive: true, force: true });
      if (!hasCode(error, "ENOTEMPTY", "EEXIST")) throw error;
      throw new Problem("already-exists", { sentence: `The project ${project} has a repository ${name} already.` });
    }
    return { project, name, defaultBranch, sizeBytes: await sizeOf(directory), pushedAt: null };
  }

  async delete(project: string, name: string): Promise<void> {
    const directory = this.directoryOf(project, name);
    if (directory === undefined) return;
    const gone = join(this.#options.root, project, `.deleted-${randomUUID()}`);
    try {
      await rename(directory, gone);
    } catch (error) {
      if (hasCode(error, "ENOENT")) return;
      throw error;
    }
    await rm(gone, { recursive: true, force: true });
  }

  async serve(
    request: Request,
    target: { project: string; name: string; rest: string; user: string },
  ): Promise<Response> {
    const { project, name, rest, user } = target;
    const directory = this.directoryOf(project, name);
    if (directory === undefined || (await stat(join(directory, "HEAD")).catch(undefinedWhenMissing)) === undefined)
      return noRepository();
    if (!isSmartRequest(request, rest)) return refuseRequest();
    const backend = { root: this.#options.root, path: `/${project}/${name}.git/${rest}`, user };
    if (rest !== "git-receive-pack") return await serveSmart(this.#options.startGit, request, backend, async () => {});
    const before = await refsFingerprint(directory);
    return await serveSmart(this.#options.startGit, request, backend, async () => {
      if ((await refsFingerprint(directory)) !== before) await this.#announce(directory, { project, name });
    });
  }

  onPush(listener: (pushed: { project: string; name: string }) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #announce(directory: string, pushed: { project: string; name: string }): Promise<void> {
    const marker = join(directory, PUSHED);
    await writeFile(marker, "");
    // Writing nothing into an empty file need not change its time.
    const now = new Date(this.#options.now());
    await utimes(marker, now, now);
    for (const listener of this.#listeners) listener(pushed);
  }
}

async function sizeOf(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  // A temporary file of a running push may be gone by now.
  const sizes = await Promise.all(files.map(async (file) => (await stat(file).catch(undefinedWhenMissing))?.size ?? 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}

const hasCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && "code" in error && typeof error.code === "string" && codes.includes(error.code);

function undefinedWhenMissing(error: unknown): undefined {
  if (!hasCode(error, "ENOENT", "ENOTDIR")) throw error;
}

function emptyWhenMissing(error: unknown): string[] {
  undefinedWhenMissing(error);
  return [];
}
