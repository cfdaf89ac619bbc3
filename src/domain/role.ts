/** What members of a project may be. Each may do what those before it may. */
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
