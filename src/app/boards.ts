import { repositoryKey } from "#domain/repo-url.ts";
import type { Rfe } from "#domain/rfe.ts";
import { type Board, deriveBoard, type SessionFact } from "#domain/rfe-phase.ts";
import { RfePhase, type Session, sessionLabels } from "#domain/session.ts";
import type { Remote, Sha } from "#ports/git-repository.ts";
import { type BranchFacts, branchFacts, emptyBranch } from "./board-facts.ts";
import type { AppDeps } from "./deps.ts";
import { remoteFor } from "./remotes.ts";
import { sharedSignal, waitFor } from "./shared-work.ts";

type Deps = Pick<AppDeps, "access" | "secrets" | "policy" | "git" | "stores" | "now">;

export interface SeenBoard {
  board: Board;
  facts: BranchFacts;
  /** The commit of the feature branch that was looked at. */
  head: Sha | undefined;
  sessions: Session[];
}

const MAX_KEPT = 2_000;

/** Boards of RFEs: the branch is asked for its head, and everything that follows from a commit is kept by that commit. */
export class Boards {
  readonly #deps: Deps;
  readonly #heads = new Map<string, { at: number; head: Promise<Sha | undefined> }>();
  readonly #facts = new Map<string, Promise<BranchFacts>>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** `maxAgeMs` 0 asks the repository now; a list may take an answer that is a moment old. */
  async read(rfe: Rfe, { maxAgeMs }: { maxAgeMs: number }, signal: AbortSignal): Promise<SeenBoard> {
    const { project, name } = rfe.metadata;
    const { branchName, umbrellaRepo } = rfe.spec;
    const labels = { [sessionLabels.rfe]: name };
    const listed = this.#deps.stores.sessions.list({ project, labels });
    const remote = await remoteFor(this.#deps, project, umbrellaRepo.url, "read");
    const head = await waitFor(this.#head(project, remote, branchName, maxAgeMs), signal);
    const facts = head === undefined ? emptyBranch : await waitFor(this.#factsAt(remote, head, branchName), signal);
    const sessions = (await listed).items;
    const board = deriveBoard({ branchName, ...facts, sessions: sessions.flatMap(sessionFact) });
    return { board, facts, head, sessions };
  }

  #head(project: string, remote: Remote, branch: string, maxAgeMs: number): Promise<Sha | undefined> {
    const key = `${project} ${repositoryKey(remote.url)} ${branch}`;
    const now = this.#deps.now().getTime();
    const known = this.#heads.get(key);
    if (known !== undefined && now - known.at < maxAgeMs) return known.head;
    const head = this.#deps.git.resolve(remote, branch, sharedSignal());
    remember(this.#heads, key, { at: now, head });
    head.catch(() => this.#heads.delete(key));
    return head;
  }

  #factsAt(remote: Remote, head: Sha, branch: string): Promise<BranchFacts> {
    const key = `${repositoryKey(remote.url)} ${head} ${branch}`;
    const known = this.#facts.get(key);
    if (known !== undefined) return known;
    const facts = branchFacts(this.#deps.git, remote, head, branch, sharedSignal());
    remember(this.#facts, key, facts);
    // Only what was really read is kept.
    facts.catch(() => this.#facts.delete(key));
    return facts;
  }
}

function remember<V>(map: Map<string, V>, key: string, value: V): void {
  if (map.size >= MAX_KEPT) map.clear();
  map.set(key, value);
}

function sessionFact({ metadata, status }: Session): SessionFact[] {
  const phase = RfePhase.safeParse(metadata.labels[sessionLabels.phase]);
  if (!phase.success) return [];
  return [{ name: metadata.name, rfePhase: phase.data, phase: status.phase, createdAt: metadata.createdAt }];
}
