import { Problem } from "#domain/problem.ts";
import { isAllowed, type Role, roleFor, type Verb } from "#domain/role.ts";
import type { Access, Actor } from "#ports/access.ts";

/** The problem of a project that does not exist, or that must look so to whoever is not a member. */
export const noSuchProject = (project: string): Problem =>
  new Problem("project-not-found", { sentence: `There is no project named ${project}.`, facts: { project } });

/** The first line of every use case. Returns the actor's role in the project, for answers that say what they may do. */
export async function authorize(access: Access, actor: Actor, verb: Verb, project: string): Promise<Role> {
  const role = await access.roleIn(actor, project);
  if (role === undefined) throw noSuchProject(project);
  if (isAllowed(role, verb)) return role;

  const needed = roleFor(verb);
  throw new Problem("role-required", {
    sentence: `This needs the role ${needed} in project ${project}; yours is ${role}.`,
    facts: { project, requiredRole: needed, role },
  });
}

/** The actor as it is stored in createdBy and shown to people. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case "user":
      return actor.userId;
    case "run":
      return `run:${actor.run.project}/${actor.run.name}`;
    case "git":
      return `git:${actor.grant.project}/${actor.grant.repository}`;
  }
}
