import type { Role } from "#domain/role.ts";
import type { RunKey } from "#domain/run.ts";
import type { Secret } from "#domain/secret.ts";

/** What a credential for the local git host allows. */
export interface GitGrant {
  project: string;
  repository: string;
  write: boolean;
}

/** Who is asking. */
export type Actor =
  | { kind: "user"; userId: string; displayName: string }
  /** A runner: may do what its one attempt at one session needs, and nothing else. */
  | { kind: "run"; run: RunKey }
  /** The bearer of a short-lived credential for one repository of the local git host. */
  | { kind: "git"; grant: GitGrant };

/** Who is this, and what may they do. */
export interface Access {
  /** undefined = the token is not one of ours, has expired, or was meant for something else. */
  authenticate(token: Secret): Promise<Actor | undefined>;
  /** undefined = not a member; to them the project does not exist. */
  roleIn(actor: Actor, project: string): Promise<Role | undefined>;
  /** The token of one attempt at one session. */
  runToken(run: RunKey): Secret;
  /** A credential for one repository of the local git host. */
  gitToken(grant: GitGrant, lifetimeMs: number): Secret;
}
