import type { Boards } from "#app/boards.ts";
import type { AppDeps } from "#app/deps.ts";
import type { RepoStates } from "#app/repo-states.ts";
import type { RfeIds } from "#app/rfe-id.ts";
import type { SessionQueue } from "#app/session-queue.ts";
import type { Actor } from "#ports/access.ts";
import type { IdempotencyStore } from "#ports/idempotency-store.ts";

/** What the HTTP layer is given by the composition root. */
export interface HttpDeps extends AppDeps {
  idempotency: IdempotencyStore;
  version: string;
  mode: "standalone" | "cluster";
  isDemo: boolean;
  /** Host names, without port, under which this server may be addressed. Read on every request. */
  allowedHosts: () => readonly string[];
  /** The origin that repository URLs of the local git host start with. */
  origin: () => string;
  /** True once the server is shutting down: no new work. */
  isDraining: () => boolean;
  /** What readiness depends on; each is asked when /readyz is. */
  readiness: readonly ReadinessCheck[];
}

export interface ReadinessCheck {
  name: string;
  /** Undefined = fine; else one sentence. */
  fault: () => Promise<string | undefined>;
}

/** The deps together with what the HTTP layer keeps in memory. */
export interface Server extends HttpDeps {
  boards: Boards;
  queue: SessionQueue;
  repoStates: RepoStates;
  rfeIds: RfeIds;
}

/** What middleware leaves for handlers. */
export interface Env {
  Variables: {
    requestId: string;
    actor: Actor;
  };
}
