import type { GitRepository, Remote, RemoteState } from "#ports/git-repository.ts";
import { sharedSignal, waitFor } from "./shared-work.ts";

/** How long an answer about a remote is good enough for checks before a write. */
const FRESH_MS = 2_000;

/** Asks each remote once for many who ask at the same time: a thousand creates are one look at the repository. */
export class RepoStates {
  readonly #git: Pick<GitRepository, "state">;
  readonly #now: () => Date;
  readonly #known = new Map<string, { until: number; state: Promise<RemoteState> }>();

  constructor(git: Pick<GitRepository, "state">, now: () => Date) {
    this.#git = git;
    this.#now = now;
  }

  /** `scope` keeps projects apart, whose credentials differ. Failures are told to all who wait, and not kept. */
  state(scope: string, remote: Remote, branches: readonly string[], signal: AbortSignal): Promise<RemoteState> {
    const key = JSON.stringify([scope, remote.url, branches]);
    const now = this.#now().getTime();
    const known = this.#known.get(key);
    if (known !== undefined && known.until > now) return waitFor(known.state, signal);

    if (this.#known.size > 1_000) this.#known.clear();
    const state = this.#git.state(remote, branches, sharedSignal());
    this.#known.set(key, { until: now + FRESH_MS, state });
    state.catch(() => this.#known.delete(key));
    return waitFor(state, signal);
  }
}
