import * as z from "zod";
import type { Role } from "#domain/role.ts";
import { isAllowed } from "#domain/role.ts";
import {
  RfePhase,
  type Session,
  SessionPhase,
  SessionReason,
  SessionRepo,
  SessionRepoStatus,
  sessionLabels,
  Usage,
} from "#domain/session.ts";
import { Can, canOf } from "./rfe-view.ts";

const Spec = z.object({
  prompt: z.string(),
  repos: z.array(SessionRepo),
  mainRepoIndex: z.int(),
  model: z.string(),
  timeout: z.int(),
  interactive: z.literal(false),
  displayName: z.string().optional(),
  agents: z.array(z.string()).optional(),
  maxTurns: z.int().optional(),
  maxCostUsd: z.number().optional(),
});

const Status = z.object({
  phase: SessionPhase,
  startTime: z.string().nullable(),
  completionTime: z.string().nullable(),
  results: z.string().nullable(),
  repos: z.array(SessionRepoStatus),
  message: z.string(),
  attempt: z.int(),
  reason: SessionReason.optional(),
  /** 1 = the next one to start; only while Pending. */
  queuePosition: z.int().optional(),
  stopRequested: z.boolean().optional(),
  /** The model that answered, as people should read it. */
  model: z.string().optional(),
  subtype: z.string().optional(),
  is_error: z.boolean().optional(),
  num_turns: z.int().optional(),
  session_id: z.string().optional(),
  total_cost_usd: z.number().optional(),
  usage: Usage.optional(),
  durationMs: z.int().optional(),
});

/** A session as the guide shows it: `name`, `spec`, `status`; what only we know stands beside. */
export const SessionView = z.object({
  name: z.string(),
  metadata: z.object({
    project: z.string(),
    uid: z.string(),
    rfeWorkflow: z.string().optional(),
    rfePhase: RfePhase.optional(),
    labels: z.record(z.string(), z.string()),
    createdAt: z.string(),
    createdBy: z.string(),
    parentSession: z.string().optional(),
  }),
  spec: Spec,
  status: Status,
  can: Can,
});
export type SessionView = z.infer<typeof SessionView>;

export interface SeenSession {
  session: Session;
  role: Role;
  /** Whether the caller created it: only then an editor may delete it. */
  isOwn: boolean;
  /** Where it stands among those that wait, and whether that is for want of a free slot. */
  queue?: { position: number; isFull: boolean } | undefined;
}

function statusView({ session, queue }: SeenSession): SessionView["status"] {
  const { result, ...status } = session.status;
  const { outcome, message: said, results, repos, reason, ...facts } = result ?? { outcome: undefined, results: null };
  const waits = queue?.isFull ? `Waiting for a free slot (position ${queue.position})` : undefined;
  const why = status.reason ?? reason;
  return {
    phase: status.phase,
    startTime: status.startTime,
    completionTime: status.completionTime,
    results: results ?? null,
    repos: repos ?? [],
    message: waits ?? (status.message || said || ""),
    attempt: status.attempt,
    ...(why === undefined ? {} : { reason: why }),
    ...(queue === undefined ? {} : { queuePosition: queue.position }),
    ...(session.spec.stop === undefined ? {} : { stopRequested: true }),
    ...(outcome === undefined ? {} : { is_error: outcome === "failed" }),
    ...facts,
  };
}

export function sessionView(seen: SeenSession): SessionView {
  const { metadata, spec } = seen.session;
  const { stop: _stop, parentSession, ...shown } = spec;
  const rfeWorkflow = metadata.labels[sessionLabels.rfe];
  const phase = RfePhase.safeParse(metadata.labels[sessionLabels.phase]);
  const can = canOf(seen.role);
  return {
    name: metadata.name,
    metadata: {
      project: metadata.project,
      uid: metadata.uid,
      ...(rfeWorkflow === undefined ? {} : { rfeWorkflow }),
      ...(phase.success ? { rfePhase: phase.data } : {}),
      labels: metadata.labels,
      createdAt: metadata.createdAt,
      createdBy: metadata.createdBy,
      ...(parentSession === undefined ? {} : { parentSession }),
    },
    spec: shown,
    status: statusView(seen),
    can: { ...can, delete: isAllowed(seen.role, "session.delete") && (seen.isOwn || seen.role === "admin") },
  };
}
