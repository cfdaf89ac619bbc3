import type { Boards } from "#app/boards.ts";
import type { AppDeps } from "#app/deps.ts";
import type { RepoStates } from "#app/repo-states.ts";
import type { RfeIds } from "#app/rfe-id.ts";
import type { SeedStatuses } from "#app/seed-check.ts";
import type { SessionQueue } from "#app/session-queue.ts";
import type { Actor } from "#ports/access.ts";
import type { IdempotencyStore } from "#ports/idempotency-store.ts";
import type { SeedContent } from "#ports/seed-content.ts";
import type { EventStreams } from "./event-stream.ts";
import type { ProjectFeeds } from "./project-feed.ts";
import type { SessionHubs } from "./session-hub.ts";

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
  /** Aborted once the server is shutting down: no new work, and open streams end. */
  draining: AbortSignal;
  /** Where seeds come from, and who makes them: such as "vteam 0.1.0". */
  content: SeedContent;
  seeder: string;
  /** Where the built web UI is; without one, its addresses say how to build it. */
  webDirectory?: string | undefined;
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
  seedStatuses: SeedStatuses;
  streams: EventStreams;
  hubs: SessionHubs;
  feeds: ProjectFeeds;
}

/** What middleware leaves for handlers. */
export interface Env {
  Variables: {
    requestId: string;
    actor: Actor;
  };
}
