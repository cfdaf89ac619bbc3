import * as z from "zod";
import { BasedRepo, type Rfe } from "#domain/rfe.ts";
import type { Role } from "#domain/role.ts";
import { isAllowed } from "#domain/role.ts";

/** What the caller may do, so that a client need not know the role table. */
export const Can = z.object({
  edit: z.boolean(),
  seed: z.boolean(),
  startSession: z.boolean(),
  delete: z.boolean(),
  manageSecrets: z.boolean(),
});
export type Can = z.infer<typeof Can>;

export const canOf = (role: Role): Can => ({
  edit: isAllowed(role, "rfe.edit"),
  seed: isAllowed(role, "rfe.seed"),
  startSession: isAllowed(role, "session.create"),
  delete: isAllowed(role, "rfe.delete"),
  manageSecrets: isAllowed(role, "secret.write"),
});

/** An RFE workflow as the guide shows it, plus what only we know. */
export const RfeView = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  branchName: z.string(),
  umbrellaRepo: BasedRepo,
  supportingRepos: z.array(BasedRepo),
  workspacePath: z.literal(""),
  parentOutcome: z.string().optional(),
  jiraLinks: z.array(z.object({ path: z.string(), jiraKey: z.string() })),
  project: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  createdBy: z.string(),
  can: Can,
});
export type RfeView = z.infer<typeof RfeView>;

export interface SeenRfe {
  rfe: Rfe;
  role: Role;
}

export function rfeView({ rfe, role }: SeenRfe): RfeView {
  const { metadata, spec } = rfe;
  return {
    id: metadata.name,
    title: spec.title,
    branchName: spec.branchName,
    umbrellaRepo: spec.umbrellaRepo,
    supportingRepos: spec.supportingRepos,
    createdAt: metadata.createdAt,
    description: spec.description,
    project: metadata.project,
    workspacePath: spec.workspacePath,
    updatedAt: metadata.updatedAt,
    ...(spec.parentOutcome === undefined ? {} : { parentOutcome: spec.parentOutcome }),
    jiraLinks: spec.jiraLinks,
    createdBy: metadata.createdBy,
    can: canOf(role),
  };
}
