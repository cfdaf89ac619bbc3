import pLimit from "p-limit";
import { isOperationOver, type OperationState } from "#domain/operation.ts";
import { isProblem } from "#domain/problem.ts";
import type { BasedRepo, Rfe } from "#domain/rfe.ts";
import { parseSeedManifest, SEED_MANIFEST } from "#domain/seed-manifest.ts";
import { type SeedDetails, type SeedStatus, seedStatus } from "#domain/seed-status.ts";
import type { Actor } from "#ports/access.ts";
import type { Remote, Sha } from "#ports/git-repository.ts";
import { authorize } from "./authorize.ts";
import { remoteFor } from "./remotes.ts";
import { loadRfe } from "./rfes.ts";
import type { SeedDeps } from "./seed-deps.ts";
import { sharedSignal, waitFor } from "./shared-work.ts";

type State = "seeded" | "partial" | "absent" | "unknown";

/** The guide's answer to "is it seeded?", with `state` and `error` for what could not be looked at. */
export interface SeedCheck {
  isSeeded: boolean;
  specRepo: { isSeeded: boolean; details: SeedDetails; state: State; error?: string };
  supportingRepos: { repoURL: string; branchExists: boolean; state: State; error?: string }[];
  state: State;
  error?: string;
  checkedAt: string;
  /** The commit of the feature branch in the spec repository. */
  head: Sha | null;
  /** The newest seeding of this workflow. */
  operation?: { id: string; state: OperationState };
}

type Deps = Pick<SeedDeps, "access" | "secrets" | "policy" | "stores" | "git" | "now">;
type SpecCheck = SeedCheck["specRepo"] & { head: Sha | null };

const nothing: SeedDetails = {
  claudeExists: false,
  claudeCommandsExists: false,
  claudeAgentsExists: false,
  specifyExists: false,
};

const MAX_MANIFEST = 2 * 1024 * 1024;
const MAX_KEPT = 500;
const AT_A_TIME = 64;

/**
 * What is known about seedings. What commits hold never changes; asking a remote for its branch decides each time which
 * of them may be told. Many who ask at the same moment, such as the tabs of a team, are one look.
 */
export class SeedStatuses {
  readonly #known = new Map<string, SeedStatus>();
  readonly #looks = new Map<string, Promise<SeedCheck>>();

  /** The look that is under way under this name, or a new one. It belongs to nobody, so nobody can abort it. */
  look(name: string, start: (signal: AbortSignal) => Promise<SeedCheck>, signal: AbortSignal): Promise<SeedCheck> {
    const running = this.#looks.get(name);
    if (running !== undefined) return waitFor(running, signal);
    const look = start(sharedSignal()).finally(() => this.#looks.delete(name));
    look.catch(() => {}); // told to all who wait; without anyone left it has no taker
    this.#looks.set(name, look);
    return waitFor(look, signal);
  }

  get(url: string, commit: Sha): SeedStatus | undefined {
    return this.#known.get(`${url} ${commit}`);
  }

  set(url: string, commit: Sha, status: SeedStatus): void {
    const [oldest] = this.#known.keys();
    if (this.#known.size >= MAX_KEPT && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(`${url} ${commit}`, status);
  }
}

/** One live ref lookup for each repository, all at once. "Could not look" is unknown, never "no". */
export async function checkSeeding(
  deps: Deps & { seedStatuses: SeedStatuses },
  actor: Actor,
  { project, id }: { project: string; id: string },
  signal: AbortSignal,
): Promise<SeedCheck> {
  await authorize(deps.access, actor, "rfe.view", project);
  const rfe = await loadRfe(deps, project, id);
  const operation = await newestSeeding(deps, project, id);
  // A look that began before a seeding ended must not answer for the time after it.
  const name = [project, id, rfe.metadata.resourceVersion, operation?.id, operation?.state].join(" ");
  return deps.seedStatuses.look(name, (shared) => lookAtAll(deps, rfe, operation, shared), signal);
}

async function lookAtAll(
  deps: Deps & { seedStatuses: SeedStatuses },
  rfe: Rfe,
  operation: SeedCheck["operation"],
  signal: AbortSignal,
): Promise<SeedCheck> {
  const limit = pLimit(AT_A_TIME);
  const [{ head, ...specRepo }, supportingRepos] = await Promise.all([
    checkSpec(deps, rfe, signal),
    Promise.all(rfe.spec.supportingRepos.map((repo) => limit(() => checkSupporting(deps, rfe, repo, signal)))),
  ]);
  const state = overall(
    specRepo.state,
    supportingRepos.map((repo) => repo.state),
  );
  const error = [specRepo, ...supportingRepos].find((repo) => repo.error !== undefined)?.error;
  return {
    isSeeded: state === "seeded",
    specRepo,
    supportingRepos,
    state,
    ...(error !== undefined && { error }),
    checkedAt: deps.now().toISOString(),
    head,
    ...(operation && { operation }),
  };
}

function overall(spec: State, supporting: readonly State[]): State {
  if (spec === "unknown" || supporting.includes("unknown")) return "unknown";
  if (spec === "seeded" && supporting.every((state) => state === "seeded")) return "seeded";
  return spec === "absent" && supporting.every((state) => state === "absent") ? "absent" : "partial";
}

async function checkSpec(
  deps: Deps & { seedStatuses: SeedStatuses },
  rfe: Rfe,
  signal: AbortSignal,
): Promise<SpecCheck> {
  try {
    const remote = await remoteFor(deps, rfe.metadata.project, rfe.spec.umbrellaRepo.url, "read");
    const { branches } = await deps.git.state(remote, [rfe.spec.branchName], signal);
    const head = branches.get(rfe.spec.branchName);
    if (head === undefined) return { isSeeded: false, details: nothing, state: "absent", head: null };
    const known = deps.seedStatuses.get(remote.url, head);
    const status = known ?? (await readStatus(deps, remote, head, signal));
    deps.seedStatuses.set(remote.url, head, status);
    return { isSeeded: status.state === "seeded", details: status.details, state: status.state, head };
  } catch (error) {
    return { isSeeded: false, details: nothing, ...unknown(error), head: null };
  }
}

async function readStatus({ git }: Deps, remote: Remote, head: Sha, signal: AbortSignal): Promise<SeedStatus> {
  const directories = [".claude", ".specify"].map((directory) => git.tree(remote, head, directory, true, signal));
  const [lists, [blob]] = await Promise.all([
    Promise.all(directories),
    git.blobs(remote, head, [SEED_MANIFEST], MAX_MANIFEST, signal),
  ]);
  const manifest = parseSeedManifest(blob && new TextDecoder().decode(blob.bytes));
  const files = lists.flatMap((list) => list ?? []).filter((entry) => entry.type === "blob");
  return seedStatus(
    files.map((entry) => entry.path),
    manifest,
  );
}

async function checkSupporting(
  deps: Deps,
  rfe: Rfe,
  repo: BasedRepo,
  signal: AbortSignal,
): Promise<SeedCheck["supportingRepos"][number]> {
  try {
    const remote = await remoteFor(deps, rfe.metadata.project, repo.url, "read");
    const { branches } = await deps.git.state(remote, [rfe.spec.branchName], signal);
    const branchExists = branches.has(rfe.spec.branchName);
    return { repoURL: repo.url, branchExists, state: branchExists ? "seeded" : "absent" };
  } catch (error) {
    return { repoURL: repo.url, branchExists: false, ...unknown(error) };
  }
}

function unknown(error: unknown): { state: "unknown"; error: string } {
  if (error instanceof DOMException && error.name === "TimeoutError")
    return { state: "unknown", error: "The git hosts took too long to answer." };
  if (!isProblem(error)) throw error;
  return { state: "unknown", error: error.message };
}

async function newestSeeding(deps: Deps, project: string, workflow: string): Promise<SeedCheck["operation"]> {
  const { items } = await deps.stores.operations.list({ project, labels: { workflow } });
  const operation = items.find((one) => !isOperationOver(one)) ?? items[0];
  return operation && { id: operation.metadata.name, state: operation.status.state };
}
