import * as z from "zod";
import { ObjectMeta } from "./object-meta.ts";
import { ProjectDefaults } from "./project-defaults.ts";

/** A DNS label, because in a cluster a project is a namespace. */
export const ProjectName = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
    "Use 1 to 63 lower-case letters, digits and hyphens, starting and ending with a letter or digit.",
  );

const ProjectSpec = z.strictObject({
  displayName: z.string().max(120).default(""),
  description: z.string().max(2_000).default(""),
  defaults: ProjectDefaults.default({}),
});

export const Project = z.object({ metadata: ObjectMeta, spec: ProjectSpec });
export type Project = z.infer<typeof Project>;

const roles = ["view", "edit", "admin"] as const;
export type Role = (typeof roles)[number];

/** The least role that may do each thing. */
const leastRole = {
  "project.view": "view",
  "project.edit": "admin",
  "project.delete": "admin",
  "rfe.view": "view",
  "rfe.create": "edit",
  "rfe.edit": "edit",
  "rfe.delete": "edit",
  "rfe.seed": "edit",
  "session.view": "view",
  "session.create": "edit",
  "session.stop": "edit",
  "session.delete": "edit",
  "secret.list": "edit",
  "secret.write": "admin",
  "repository.view": "view",
  "repository.create": "edit",
  "repository.push": "edit",
  "repository.delete": "admin",
} as const satisfies Record<string, Role>;

export type Verb = keyof typeof leastRole;

export function isAllowed(role: Role, verb: Verb): boolean {
  return roles.indexOf(role) >= roles.indexOf(leastRole[verb]);
}

/** The role to ask for when `verb` was refused. */
export const roleFor = (verb: Verb): Role => leastRole[verb];
