import { isSha } from "#adapters/git/git-names.ts";
import { Problem } from "#domain/problem.ts";
import type { Blob, Remote, Sha, TreeEntry } from "#ports/git-repository.ts";
import type { FetchedCommit } from "./commit-cache.ts";
import { CommitCache } from "./commit-cache.ts";
import { listTree, readFileAt } from "./shelf-reader.ts";
import type { WireRemotes } from "./wire-remotes.ts";

/** What several callers share is not ended by one of them who leaves; the time limits of each request end it. */
const SHARED = new AbortController().signal;

/** Reads parts of commits without a mirror: what a check or a source of seeds needs is a few small objects. */
export class WireReader {
  readonly #wire: WireRemotes;
  readonly #commits: CommitCache;

  constructor(wire: WireRemotes, now: () => number) {
    this.#wire = wire;
    this.#commits = new CommitCache(now);
  }

  async resolve(remote: Remote, ref: string, signal: AbortSignal): Promise<Sha | undefined> {
    if (!isSha(ref)) return await this.#wire.resolve(remote, ref, signal);
    return (await this.#find(remote, ref, signal))?.commit;
  }

  /** Everything below a directory, without sizes; undefined when it is not there. */
  async tree(remote: Remote, commit: Sha, path: string, signal: AbortSignal): Promise<TreeEntry[] | undefined> {
    return await within(listTree(await this.#commit(remote, commit, signal), path), signal);
  }

  async blobs(
    remote: Remote,
    commit: Sha,
    paths: readonly string[],
    maxBytes: number,
    signal: AbortSignal,
  ): Promise<Blob[]> {
    const found = await this.#commit(remote, commit, signal);
    const files = await within(Promise.all([...new Set(paths)].map((path) => readFileAt(found, path))), signal);
    return files.flatMap((file) => {
      if (file === undefined) return [];
      const size = file.bytes.length;
      if (size <= maxBytes) return [{ ...file, size }];
      const sentence = `${file.path} has ${size} bytes; at most ${maxBytes} are read here.`;
      throw new Problem("too-large", { sentence });
    });
  }

  async #commit(remote: Remote, sha: Sha, signal: AbortSignal): Promise<FetchedCommit> {
    const commit = await this.#find(remote, sha, signal);
    if (commit === undefined) throw new Problem("ref-not-found", { sentence: `${remote.url} has no commit ${sha}.` });
    return commit;
  }

  #find(remote: Remote, sha: Sha, signal: AbortSignal): Promise<FetchedCommit | undefined> {
    signal.throwIfAborted();
    return within(
      this.#commits.get(remote, sha, () => this.#wire.commit(remote, sha, SHARED)),
      signal,
    );
  }
}

/** The same result, unless the caller leaves first. */
async function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise: left, reject } = Promise.withResolvers<never>();
  const leave = () => reject(signal.reason);
  signal.addEventListener("abort", leave);
  try {
    return await Promise.race([work, left]);
  } finally {
    signal.removeEventListener("abort", leave);
  }
}
