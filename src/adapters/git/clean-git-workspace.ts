import { rm } from "node:fs/promises";
import { isProblem } from "#domain/problem.ts";
import type { Sha } from "#ports/git-repository.ts";
import type {
  Checkout,
  CheckoutRequest,
  Collected,
  GitWorkspace,
  PublishOutcome,
  PublishTarget,
} from "#ports/git-workspace.ts";
import { checkoutForAgent } from "./agent-clone.ts";
import { writeCommit } from "./commit-object.ts";
import { readChanges } from "./file-diff.ts";
import type { GitCommand } from "./git-command.ts";
import { isAway } from "./host-patience.ts";
import { keepOnBranch, type Publication, publishWork, Unpublishable } from "./publish-work.ts";
import { readWorkTree } from "./work-tree.ts";

export interface CleanGitWorkspaceOptions {
  git: GitCommand;
  /** Who checks out, and who commits what an agent left uncommitted. */
  author: { name: string; email: string };
  now: () => number;
  /** In [0, 1): spreads the retries of those who race for one branch. */
  random: () => number;
}

const INCOMING = "refs/vteam/incoming";
const COLLECTED = "refs/vteam/collected";

/** Work goes from the agent's clone into a bare repository of ours, and from there to the remote. */
export class CleanGitWorkspace implements GitWorkspace {
  readonly #options: CleanGitWorkspaceOptions;

  constructor(options: CleanGitWorkspaceOptions) {
    this.#options = options;
  }

  checkout(request: CheckoutRequest, signal: AbortSignal): Promise<Checkout> {
    return checkoutForAgent(this.#options, request, signal);
  }

  async collect(
    request: CheckoutRequest,
    checkout: Checkout,
    message: (changed: { path: string; status: string }[]) => string,
    signal: AbortSignal,
  ): Promise<Collected> {
    const { git, author, now } = this.#options;
    const place = { git, gitDir: request.cleanDirectory };
    const head = await this.#takeHead(request, checkout, signal);
    // A rewritten history cannot be pushed: its content is kept as one change to what was checked out.
    const parent =
      head !== undefined && (await this.#descends(place, checkout.commit, head, signal)) ? head : checkout.commit;
    const tree = await readWorkTree(this.#workTree(request), parent, signal);
    const left = await readChanges(place, parent, tree, signal);
    const content = { tree, parent, author, date: new Date(now()).toISOString() };
    const text = left.length === 0 ? "" : message(left.map(({ path, status }) => ({ path, status })));
    const commit = left.length === 0 ? parent : await writeCommit(place, { ...content, message: text }, signal);
    await git.run({ ...place, args: ["update-ref", COLLECTED, commit] }, signal);
    const changes = await readChanges(place, checkout.commit, commit, signal);
    return {
      commit,
      files: changes.map(({ path, status }) => ({ path, status })),
      added: changes.reduce((sum, change) => sum + change.added, 0),
      removed: changes.reduce((sum, change) => sum + change.removed, 0),
    };
  }

  async publish(
    request: CheckoutRequest,
    collected: Collected,
    target: PublishTarget,
    signal: AbortSignal,
  ): Promise<PublishOutcome> {
    if (await this.#isUnchanged(request, collected, signal)) return { kind: "unchanged" };
    const publication = this.#publication(request, collected, target);
    try {
      return { kind: "pushed", commit: await publishWork(publication, signal) };
    } catch (error) {
      if (!(error instanceof Unpublishable) && !isProblem(error)) throw error;
      // It was waited for long enough: the same host is asked once more and no longer.
      const patience = isAway(error) ? undefined : target.patience;
      const elsewhere = { ...publication, branch: target.rescueBranch, patience };
      return await this.#keep(request, elsewhere, error.message, signal);
    }
  }

  async rescue(
    request: CheckoutRequest,
    collected: Collected,
    target: Omit<PublishTarget, "branch">,
    signal: AbortSignal,
  ): Promise<PublishOutcome> {
    if (await this.#isUnchanged(request, collected, signal)) return { kind: "unchanged" };
    const publication = this.#publication(request, collected, { ...target, branch: target.rescueBranch });
    return await this.#keep(request, publication, "the session did not complete", signal);
  }

  async isPristine(request: CheckoutRequest, checkout: Checkout, signal: AbortSignal): Promise<boolean> {
    if ((await this.#takeHead(request, checkout, signal)) !== checkout.commit) return false;
    const tree = await readWorkTree(this.#workTree(request), checkout.commit, signal);
    return (
      (await readChanges({ git: this.#options.git, gitDir: request.cleanDirectory }, checkout.commit, tree, signal))
        .length === 0
    );
  }

  /** The rescue branch, or a bundle beside our repository when the remote takes nothing at all. */
  async #keep(
    request: CheckoutRequest,
    publication: Publication,
    why: string,
    signal: AbortSignal,
  ): Promise<PublishOutcome> {
    const { commit } = publication;
    try {
      return { kind: "rescued", commit, rescueRef: await keepOnBranch(publication, signal), why };
    } catch (error) {
      if (!isProblem(error)) throw error;
      const bundle = `${request.cleanDirectory.replace(/\.git$/, "")}-${commit.slice(0, 12)}.bundle`;
      const args = ["bundle", "create", "--quiet", bundle, COLLECTED, "^refs/vteam/base"];
      const reasons = `${why}; nor could it be kept on a branch: ${error.message}`;
      await rm(bundle, { force: true });
      const { exitCode } = await this.#options.git.run(
        { gitDir: request.cleanDirectory, args, answers: [1, 128] },
        signal,
      );
      return exitCode === 0
        ? { kind: "rescued", commit, rescueRef: bundle, why: reasons }
        : { kind: "failed", commit, why: reasons };
    }
  }

  /** The agent's commits, fetched as from a stranger; undefined when its repository cannot be read any more. */
  async #takeHead(request: CheckoutRequest, checkout: Checkout, signal: AbortSignal): Promise<Sha | undefined> {
    const { git } = this.#options;
    const gitDir = request.cleanDirectory;
    const args = [
      "fetch",
      "--no-tags",
      "--no-write-fetch-head",
      "--no-recurse-submodules",
      "--",
      checkout.directory,
      `+HEAD:${INCOMING}`,
    ];
    const { exitCode } = await git.run({ gitDir, args, readsNeighbour: true, answers: [1, 128] }, signal);
    if (exitCode !== 0) return undefined;
    return (await git.text({ gitDir, args: ["rev-parse", "--verify", `${INCOMING}^{commit}`] }, signal)).trim();
  }

  async #descends(
    place: { git: GitCommand; gitDir: string },
    older: Sha,
    newer: Sha,
    signal: AbortSignal,
  ): Promise<boolean> {
    const args = ["merge-base", "--is-ancestor", older, newer];
    return (await place.git.run({ gitDir: place.gitDir, args, answers: [1] }, signal)).exitCode === 0;
  }

  async #isUnchanged(request: CheckoutRequest, collected: Collected, signal: AbortSignal): Promise<boolean> {
    const args = ["rev-parse", "--verify", "refs/vteam/base^{commit}"];
    const base = await this.#options.git.text({ gitDir: request.cleanDirectory, args }, signal);
    return base.trim() === collected.commit;
  }

  #workTree(request: CheckoutRequest) {
    const { directory, cleanDirectory, exclude = [] } = request;
    return { git: this.#options.git, gitDir: cleanDirectory, directory, exclude };
  }

  #publication(
    request: CheckoutRequest,
    { commit }: Collected,
    target: Omit<PublishTarget, "rescueBranch">,
  ): Publication {
    const { git, author: committer, now, random } = this.#options;
    const { remote, branch, patience } = target;
    return { git, gitDir: request.cleanDirectory, committer, remote, branch, commit, patience, now, random };
  }
}
