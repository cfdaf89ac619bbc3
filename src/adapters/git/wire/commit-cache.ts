import { createHash } from "node:crypto";
import type { Remote, Sha } from "#ports/git-repository.ts";
import type { ShelvedCommit } from "./shelf-reader.ts";

/** A commit with what a new one on top of it needs to know. */
export interface FetchedCommit extends ShelvedCommit {
  seconds: number;
}

/** Who looks at what: no answer to one credential is told to another. */
export function visitor({ url, credential }: Remote): string {
  const parts = [url, credential?.username ?? "", credential?.password.reveal() ?? ""];
  return createHash("sha256").update(parts.join("\0")).digest("hex");
}

type Fetched = Promise<FetchedCommit | undefined>;

/** A look at the server with this credential is good for as long as that of a mirror. */
const KEPT_MS = 60_000;
const MAX_KEPT = 8;

/** The commits that were read last, with what was fetched of them: several questions about one commit fetch nothing twice. */
export class CommitCache {
  readonly #now: () => number;
  readonly #kept = new Map<string, { until: number; commit: Fetched }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  get(remote: Remote, sha: Sha, fetch: () => Fetched): Fetched {
    const key = `${visitor(remote)} ${sha}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined && kept.until > this.#now()) return kept.commit;
    this.#kept.delete(key);
    const commit = fetch();
    this.#kept.set(key, { until: this.#now() + KEPT_MS, commit });
    const forget = () => {
      if (this.#kept.get(key)?.commit === commit) this.#kept.delete(key);
    };
    commit.then((found) => found ?? forget(), forget);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return commit;
  }
}
