import { Problem } from "#domain/problem.ts";
import type { Change, FileDiff, GitRepository, Prepared, Remote, Sha, TreeEntry } from "#ports/git-repository.ts";
import { readLog } from "./commit-log.ts";
import { createBranch } from "./create-branch.ts";
import { readDiff } from "./file-diff.ts";
import { checkedSha, isBranchName, isSha } from "./git-names.ts";
import type { Mirrors } from "./mirror.ts";
import { prepareChange } from "./prepare-change.ts";
import { checkAdmission, readAllBranches, readState } from "./remote-state.ts";
import { type ReadPlace, readBlob, readBlobs, readTree } from "./tree-reader.ts";

/** Remotes through the git command: refs live, objects from bare mirrors. Only the question of who may push has no command. */
export class MirrorGitRepository implements Omit<GitRepository, "canPush" | "pushState"> {
  readonly #mirrors: Mirrors;

  constructor(mirrors: Mirrors) {
    this.#mirrors = mirrors;
  }

  state(remote: Remote, branches: readonly string[], signal: AbortSignal) {
    return readState(this.#mirrors, remote, branches, signal);
  }

  allBranches(remote: Remote, signal: AbortSignal) {
    return readAllBranches(this.#mirrors, remote, signal);
  }

  resolve(remote: Remote, ref: string, signal: AbortSignal): Promise<Sha | undefined> {
    return this.#mirrors.using(remote, () => this.#resolve(remote, ref, signal));
  }

  tree(
    remote: Remote,
    commit: Sha,
    path: string,
    recursive: boolean,
    signal: AbortSignal,
  ): Promise<TreeEntry[] | undefined> {
    return this.#read(remote, commit, signal, (place) => readTree(place, path, recursive, signal));
  }

  blob(remote: Remote, commit: Sha, path: string, maxBytes: number, signal: AbortSignal) {
    return this.#read(remote, commit, signal, (place) => readBlob(place, path, maxBytes, signal));
  }

  blobs(remote: Remote, commit: Sha, paths: readonly string[], maxBytes: number, signal: AbortSignal) {
    return this.#read(remote, commit, signal, (place) => readBlobs(place, paths, maxBytes, signal));
  }

  log(remote: Remote, commit: Sha, options: { path?: string; skip: number; limit: number }, signal: AbortSignal) {
    return this.#read(remote, commit, signal, (place) => readLog(place, options, signal));
  }

  diff(remote: Remote, from: Sha, to: Sha, path: string | undefined, signal: AbortSignal): Promise<FileDiff[]> {
    const read = () => this.#read(remote, to, signal, (place) => readDiff(place, from, to, path, signal));
    return this.#read(remote, from, signal, read);
  }

  async prepare(remote: Remote, change: Change, signal: AbortSignal): Promise<Prepared> {
    const prepared = await this.#mirrors.using(remote, () => prepareChange(this.#mirrors, remote, change, signal));
    return { ...prepared, push: (again) => this.#mirrors.using(remote, () => prepared.push(again)) };
  }

  createBranch(remote: Remote, branch: string, at: Sha, signal: AbortSignal) {
    return this.#mirrors.using(remote, () => createBranch(this.#mirrors, remote, branch, at, signal));
  }

  async #resolve(remote: Remote, ref: string, signal: AbortSignal): Promise<Sha | undefined> {
    const isTag = ref.startsWith("refs/tags/");
    if (isSha(ref)) {
      await checkAdmission(this.#mirrors, remote, signal);
      return (await this.#mirrors.bring(remote, ref, undefined, signal)) ? ref : undefined;
    }
    if (!isBranchName(ref)) return undefined;
    const sha = (await this.state(remote, [ref], signal)).branches.get(ref);
    if (sha === undefined) return undefined;
    return (await this.#mirrors.bring(remote, sha, isTag ? undefined : ref, signal)) ? sha : undefined;
  }

  #read<T>(remote: Remote, commit: Sha, signal: AbortSignal, read: (place: ReadPlace) => Promise<T>): Promise<T> {
    return this.#mirrors.using(remote, async () => read(await this.#place(remote, commit, signal)));
  }

  /** Where a commit is read. One that is not here yet is fetched; a missing one is "ref-not-found". */
  async #place(remote: Remote, commit: Sha, signal: AbortSignal): Promise<ReadPlace> {
    await checkAdmission(this.#mirrors, remote, signal);
    if (!(await this.#mirrors.bring(remote, commit, undefined, signal))) {
      throw new Problem("ref-not-found", { sentence: `${remote.url} has no commit ${checkedSha(commit)}.` });
    }
    return { git: this.#mirrors.git, gitDir: await this.#mirrors.source(remote), commit };
  }
}
