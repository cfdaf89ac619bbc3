import type {
  Blob,
  Change,
  GitRepository,
  Prepared,
  PushState,
  Remote,
  RemoteState,
  Sha,
} from "#ports/git-repository.ts";
import { isBranchName, isSha } from "./git-names.ts";
import { type MirrorOptions, Mirrors } from "./mirror.ts";
import { MirrorGitRepository } from "./mirror-git-repository.ts";
import { createBranch } from "./wire/wire-branch.ts";
import { isOpen, mayPush, prepareChange, readPushState } from "./wire/wire-change.ts";
import { LacksAbility } from "./wire/wire-fault.ts";
import { WireReader } from "./wire/wire-reader.ts";
import { WireRemotes } from "./wire/wire-remotes.ts";

/**
 * Refs, changes and small reads over HTTP in this process; everything else, and every server that cannot do that,
 * through the git command and mirrors.
 */
export class SeedingGitRepository implements GitRepository {
  readonly #mirrors: Mirrors;
  readonly #cli: MirrorGitRepository;
  readonly #wire: WireRemotes;
  readonly #reader: WireReader;

  constructor(options: MirrorOptions) {
    this.#mirrors = new Mirrors(options);
    this.#cli = new MirrorGitRepository(this.#mirrors);
    this.#wire = new WireRemotes({ network: options.git.network, now: options.now });
    this.#reader = new WireReader(this.#wire, options.now);
  }

  state(remote: Remote, branches: readonly string[], signal: AbortSignal): Promise<RemoteState> {
    const wire = () => this.#admitted(remote, this.#wire.state(remote, branches, signal));
    return this.#read(remote, wire, () => this.#cli.state(remote, branches, signal));
  }

  allBranches(remote: Remote, signal: AbortSignal): Promise<RemoteState> {
    const wire = () => this.#admitted(remote, this.#wire.allBranches(remote, signal));
    return this.#read(remote, wire, () => this.#cli.allBranches(remote, signal));
  }

  canPush(remote: Remote, signal: AbortSignal): Promise<boolean> {
    const wire = () => mayPush(this.#wire, remote, signal);
    return this.#write(remote, wire, () => this.#mayTry(remote, signal));
  }

  pushState(remote: Remote, branches: readonly string[], signal: AbortSignal): Promise<PushState> {
    const cli = async () => {
      const { branches: found, isEmpty } = await this.#cli.state(remote, branches, signal);
      const canPush = this.#isHttp(remote) ? await isOpen(this.#wire, remote, signal) : true;
      return { canPush, branches: found, isEmpty };
    };
    return this.#write(remote, () => readPushState(this.#wire, remote, branches, signal), cli);
  }

  async resolve(remote: Remote, ref: string, signal: AbortSignal): Promise<Sha | undefined> {
    if (!isSha(ref) && !isBranchName(ref)) return undefined;
    const wire = async () => {
      const sha = await this.#reader.resolve(remote, ref, signal);
      this.#mirrors.admit(remote);
      if (sha !== undefined && ref !== sha && !ref.startsWith("refs/")) this.#mirrors.expect(remote, sha, ref);
      return sha;
    };
    return await this.#read(remote, wire, () => this.#cli.resolve(remote, ref, signal));
  }

  async tree(remote: Remote, commit: Sha, path: string, isRecursive: boolean, signal: AbortSignal) {
    const cli = () => this.#cli.tree(remote, commit, path, isRecursive, signal);
    // A single directory is shown to people with sizes, which only a mirror knows.
    if (!isRecursive || this.#isMirrored(remote, commit)) return await cli();
    return await this.#read(remote, () => this.#reader.tree(remote, commit, path, signal), cli);
  }

  blob(remote: Remote, commit: Sha, path: string, maxBytes: number, signal: AbortSignal) {
    return this.#cli.blob(remote, commit, path, maxBytes, signal);
  }

  async blobs(
    remote: Remote,
    commit: Sha,
    paths: readonly string[],
    maxBytes: number,
    signal: AbortSignal,
  ): Promise<Blob[]> {
    const cli = () => this.#cli.blobs(remote, commit, paths, maxBytes, signal);
    if (this.#isMirrored(remote, commit)) return await cli();
    return await this.#read(remote, () => this.#reader.blobs(remote, commit, paths, maxBytes, signal), cli);
  }

  log(remote: Remote, commit: Sha, options: { path?: string; skip: number; limit: number }, signal: AbortSignal) {
    return this.#cli.log(remote, commit, options, signal);
  }

  diff(remote: Remote, from: Sha, to: Sha, path: string | undefined, signal: AbortSignal) {
    return this.#cli.diff(remote, from, to, path, signal);
  }

  prepare(remote: Remote, change: Change, signal: AbortSignal): Promise<Prepared> {
    const wire = () => prepareChange(this.#wire, remote, change, signal);
    return this.#write(remote, wire, () => this.#cli.prepare(remote, change, signal));
  }

  createBranch(remote: Remote, branch: string, at: Sha, signal: AbortSignal) {
    const wire = () => createBranch(this.#wire, remote, branch, at, signal);
    return this.#write(remote, wire, () => this.#cli.createBranch(remote, branch, at, signal));
  }

  /** Whoever was shown the refs may read the objects. */
  async #admitted<T>(remote: Remote, look: Promise<T>): Promise<T> {
    const answer = await look;
    this.#mirrors.admit(remote);
    return answer;
  }

  /** Repositories of this server are read where they lie. */
  async #read<T>(remote: Remote, wire: () => Promise<T>, cli: () => Promise<T>): Promise<T> {
    return (await this.#mirrors.locate(remote)) === undefined ? await this.#write(remote, wire, cli) : await cli();
  }

  async #write<T>(remote: Remote, wire: () => Promise<T>, cli: () => Promise<T>): Promise<T> {
    if (!this.#isHttp(remote)) return await cli();
    try {
      return await wire();
    } catch (error) {
      if (!(error instanceof LacksAbility)) throw error;
      return await cli();
    }
  }

  #isHttp(remote: Remote): boolean {
    const { kind } = this.#mirrors.git.addressOf(remote);
    return kind === "http" || kind === "https";
  }

  /** By ssh and file a host has no question that writes nothing: whoever may read may try, and the push itself tells. */
  async #mayTry(remote: Remote, signal: AbortSignal): Promise<boolean> {
    await this.#cli.state(remote, [], signal);
    return true;
  }

  #isMirrored(remote: Remote, commit: Sha): boolean {
    return this.#mirrors.isAdmitted(remote) && this.#mirrors.isPresent(remote, commit);
  }
}
