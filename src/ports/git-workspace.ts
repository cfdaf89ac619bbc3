import type { Remote, Sha } from "./git-repository.ts";

/** How to bear a git host that is away for a while; without it every exchange is tried once. */
export interface Patience {
  /** How long an exchange is tried again, from its first failure on. Then it fails with what the host did last. */
  withinMs: number;
  /** Told once when the host is found away, and once when it is back. */
  tell: (host: "away" | "back") => void;
}

export interface Checkout {
  /** The repository's work tree, for the agent. */
  directory: string;
  /** The commit it was checked out at. */
  commit: Sha;
}

export interface CheckoutRequest {
  remote: Remote;
  branch: string;
  /** Further branches that the agent may compare with, as origin/<name>; one that does not exist is left out. */
  compareWith?: readonly string[];
  /** Where the agent's clone goes; must not exist. */
  directory: string;
  /** Where our own bare repository goes, which the agent cannot configure; must not exist. */
  cleanDirectory: string;
  /** Files, or directories, that we put into the work tree ourselves: left uncommitted they are no work of the agent. */
  exclude?: readonly string[];
  /** While the repository is fetched. */
  patience?: Patience;
}

/** Where work goes, and where it is kept when it cannot go there. */
export interface PublishTarget {
  remote: Remote;
  branch: string;
  rescueBranch: string;
  patience?: Patience;
}

export interface Collected {
  /** The commit that holds everything the agent left; equal to the checked-out commit when it left nothing. */
  commit: Sha;
  /** Files changed since the checkout. */
  files: { path: string; status: string }[];
  added: number;
  removed: number;
}

export type PublishOutcome =
  | { kind: "pushed"; commit: Sha }
  | { kind: "unchanged" }
  /** The branch could not take it; the work is on this ref of the remote, or in this bundle file. */
  | { kind: "rescued"; commit: Sha; rescueRef: string; why: string }
  | { kind: "failed"; commit: Sha; why: string };

/**
 * Checks out for an agent, takes in what it left, publishes it. The agent's clone holds no credential and
 * nothing it configures (hooks, filters, config, attributes) ever runs here.
 */
export interface GitWorkspace {
  /** Errors: those of GitRepository, and "ref-not-found" when the branch is missing. */
  checkout(request: CheckoutRequest, signal: AbortSignal): Promise<Checkout>;
  /** Takes in the agent's commits and, as one more commit with this message, what it left uncommitted. Nothing is pushed. */
  collect(
    request: CheckoutRequest,
    checkout: Checkout,
    message: (changed: { path: string; status: string }[]) => string,
    signal: AbortSignal,
  ): Promise<Collected>;
  /**
   * Pushes to refs/heads/<targetBranch> by fast-forward of a known value; never a force. A push that loses the race is
   * rebased and retried; a conflict goes to refs/heads/<rescueBranch>. A push whose outcome is unknown is repeated
   * only after the branch was read again.
   */
  publish(
    request: CheckoutRequest,
    collected: Collected,
    target: PublishTarget,
    signal: AbortSignal,
  ): Promise<PublishOutcome>;
  /** Keeps the work under the rescue branch without touching the target. */
  rescue(
    request: CheckoutRequest,
    collected: Collected,
    target: Omit<PublishTarget, "branch">,
    signal: AbortSignal,
  ): Promise<PublishOutcome>;
  /** Whether the work tree still equals the commit it was checked out at, byte for byte, and HEAD never moved. */
  isPristine(request: CheckoutRequest, checkout: Checkout, signal: AbortSignal): Promise<boolean>;
}
