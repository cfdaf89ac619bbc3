import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Remote, Sha } from "#ports/git-repository.ts";
import type { GitCommand } from "./git-command.ts";
import { isMissingRef, remoteProblem } from "./git-failure.ts";
import { branchRef, checkedSha } from "./git-names.ts";
import { MirrorDisk } from "./mirror-disk.ts";
import { SingleFlight } from "./single-flight.ts";

/** The bare directory of a repository that this server hosts, if the remote is one and its credential may read it. */
type Locate = (remote: Remote) => string | undefined | Promise<string | undefined>;

export interface MirrorOptions {
  git: GitCommand;
  /** Holds one bare repository per remote. */
  directory: string;
  /** Most bytes of all of them; without it they are kept for ever. */
  maxBytes?: number;
  locate: Locate;
  now: () => number;
}

const digest = (...parts: string[]): string => createHash("sha256").update(parts.join("\0")).digest("hex");

/** How long a successful look at a remote lets the same credential read what the mirror holds. */
const ADMISSION_MS = 60_000;
const MAX_EXPECTED = 1_000;

/** Our own copies of remotes, made on first use. A repository hosted here is read where it lies. */
export class Mirrors {
  readonly git: GitCommand;
  readonly #options: MirrorOptions;
  readonly #stores = new Map<string, Promise<string>>();
  readonly #fetches = new SingleFlight<boolean>();
  readonly #present = new Set<string>();
  readonly #admitted = new Map<string, number>();
  readonly #expected = new Map<string, string>();
  readonly #disk: MirrorDisk;

  constructor(options: MirrorOptions) {
    const { git, directory, maxBytes, now } = options;
    this.git = git;
    this.#options = options;
    this.#disk = new MirrorDisk({ directory, maxBytes, now, onEvict: (mirror) => this.#forget(mirror) });
  }

  /** Our mirror of the remote stays until the work has ended. Whoever reads one works inside. */
  using<T>(remote: Remote, work: () => Promise<T>): Promise<T> {
    return this.#disk.using(this.#directoryOf(remote), work);
  }

  async locate(remote: Remote): Promise<string | undefined> {
    return await this.#options.locate(remote);
  }

  /** Where the remote's objects are read. */
  async source(remote: Remote): Promise<string> {
    return (await this.locate(remote)) ?? (await this.store(remote));
  }

  /** Our bare repository for this remote: new objects are made here, with those of a hosted one in reach. */
  async store(remote: Remote): Promise<string> {
    const hosted = await this.locate(remote);
    const directory = this.#directoryOf(remote);
    const made = this.#stores.get(directory) ?? makeBare(directory, hosted);
    this.#stores.set(directory, made);
    made.catch(() => this.#stores.delete(directory));
    return await made;
  }

  async has(gitDir: string, sha: Sha, signal: AbortSignal): Promise<boolean> {
    const args = ["cat-file", "-e", `${checkedSha(sha)}^{commit}`];
    const key = `${gitDir} ${sha}`;
    if (this.#present.has(key)) return true;
    const isHere = (await this.git.run({ gitDir, args, answers: [1, 128] }, signal)).exitCode === 0;
    // Our mirrors lose a commit only by being evicted; a hosted repository can be deleted and made anew.
    if (isHere && gitDir.startsWith(this.#options.directory)) this.#present.add(key);
    return isHere;
  }

  /** Brings a commit here that the remote has; false when it does not have it. */
  async bring(remote: Remote, sha: Sha, branch: string | undefined, signal: AbortSignal): Promise<boolean> {
    const source = await this.source(remote);
    if (await this.has(source, sha, signal)) return true;
    if ((await this.locate(remote)) !== undefined) return false;
    const name = branch ?? this.#expected.get(`${remote.url} ${sha}`);
    if (name !== undefined) {
      await this.#fetch(remote, `+${branchRef(name)}:refs/mirror/${digest(name)}`, signal);
      if (await this.has(source, sha, signal)) return true;
    }
    return await this.#fetch(remote, `${checkedSha(sha)}:refs/mirror/${sha}`, signal);
  }

  /** Notes which branch a commit was found on: fetching the branch leaves one ref here, fetching commits one for each. */
  expect(remote: Remote, sha: Sha, branch: string): void {
    const [oldest] = this.#expected.keys();
    if (this.#expected.size >= MAX_EXPECTED && oldest !== undefined) this.#expected.delete(oldest);
    this.#expected.set(`${remote.url} ${sha}`, branch);
  }

  /** Whether the commit is known to be in our mirror of this remote; asks nobody. */
  isPresent(remote: Remote, sha: Sha): boolean {
    return this.#present.has(`${this.#directoryOf(remote)} ${sha}`);
  }

  /** Notes that this credential has just seen this remote. */
  admit(remote: Remote): void {
    this.#admitted.set(this.#visitor(remote), this.#options.now());
  }

  /** Whether this credential saw this remote a moment ago: what the mirror holds says nothing about who may read it. */
  isAdmitted(remote: Remote): boolean {
    const seen = this.#admitted.get(this.#visitor(remote));
    return seen !== undefined && this.#options.now() - seen < ADMISSION_MS;
  }

  #forget(mirror: string): void {
    this.#stores.delete(mirror);
    for (const key of this.#present) if (key.startsWith(`${mirror} `)) this.#present.delete(key);
  }

  #directoryOf(remote: Remote): string {
    return join(this.#options.directory, digest(remote.url).slice(0, 32));
  }

  #visitor(remote: Remote): string {
    return digest(remote.url, remote.credential?.username ?? "", remote.credential?.password.reveal() ?? "");
  }

  async #fetch(remote: Remote, refspec: string, signal: AbortSignal): Promise<boolean> {
    const gitDir = await this.store(remote);
    const args = ["fetch", "--no-tags", "--no-write-fetch-head", "--progress", "--", remote.url, refspec];
    const fetch = async (shared: AbortSignal) => {
      const { exitCode, stderr } = await this.git.run({ gitDir, args, remote, answers: [1, 128] }, shared);
      this.#disk.grew(gitDir);
      if (exitCode === 0) return true;
      if (isMissingRef(stderr)) return false;
      throw remoteProblem({ exitCode, stderr, url: remote.url });
    };
    return await this.#fetches.run(digest(this.#visitor(remote), refspec), fetch, signal);
  }
}

/** A bare repository in four files; git needs no more, and no process is started for it. */
export async function makeBare(directory: string, alternate?: string): Promise<string> {
  await mkdir(join(directory, "objects", "info"), { recursive: true, mode: 0o700 });
  await mkdir(join(directory, "refs", "heads"), { recursive: true });
  if (alternate !== undefined)
    await writeFile(join(directory, "objects", "info", "alternates"), `${join(alternate, "objects")}\n`);
  await writeFile(
    join(directory, "config"),
    "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n[gc]\n\tauto = 0\n",
  );
  // Last: git takes a directory without HEAD for no repository.
  await writeFile(join(directory, "HEAD"), "ref: refs/heads/main\n");
  return directory;
}
