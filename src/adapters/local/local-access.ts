import { createHash, timingSafeEqual } from "node:crypto";
import * as z from "zod";
import type { Role } from "#domain/role.ts";
import type { RunKey } from "#domain/run.ts";
import type { Secret } from "#domain/secret.ts";
import type { Access, Actor, GitGrant } from "#ports/access.ts";
import { openToken, signToken } from "./signed-token.ts";

const RunFacts = z.strictObject({ project: z.string(), name: z.string(), attempt: z.int().min(1) });
const GitFacts = z.strictObject({
  project: z.string(),
  repository: z.string(),
  write: z.boolean(),
  expiresAt: z.int(),
});

interface LocalAccessOptions {
  accessToken: Secret;
  signingKey: Secret;
  now: () => Date;
}

/** One person, on their own machine, who may do everything; runs and git clients get tokens of their own. */
export class LocalAccess implements Access {
  readonly #accessTokenHash: Buffer;
  readonly #signingKey: Secret;
  readonly #now: () => Date;

  constructor({ accessToken, signingKey, now }: LocalAccessOptions) {
    this.#accessTokenHash = hash(accessToken);
    this.#signingKey = signingKey;
    this.#now = now;
  }

  async authenticate(token: Secret): Promise<Actor | undefined> {
    // Hashes have one length, which the comparison in constant time needs.
    if (timingSafeEqual(hash(token), this.#accessTokenHash)) {
      return { kind: "user", userId: "local", displayName: "Local user" };
    }
    const signed = openToken(token, this.#signingKey);
    if (signed === undefined) return undefined;
    return signed.kind === "vtr" ? runActor(signed.facts) : gitActor(signed.facts, this.#now());
  }

  async roleIn(actor: Actor, project: string): Promise<Role | undefined> {
    switch (actor.kind) {
      case "user":
        return "admin";
      case "run":
        return actor.run.project === project ? "view" : undefined;
      case "git":
        return undefined;
    }
  }

  runToken({ project, name, attempt }: RunKey): Secret {
    return signToken("vtr", { project, name, attempt }, this.#signingKey);
  }

  gitToken({ project, repository, write }: GitGrant, lifetimeMs: number): Secret {
    const expiresAt = this.#now().getTime() + lifetimeMs;
    return signToken("vtg", { project, repository, write, expiresAt }, this.#signingKey);
  }
}

function runActor(facts: unknown): Actor | undefined {
  const run = RunFacts.safeParse(facts).data;
  return run && { kind: "run", run };
}

function gitActor(facts: unknown, now: Date): Actor | undefined {
  const { expiresAt, ...grant } = GitFacts.safeParse(facts).data ?? { expiresAt: 0 };
  return "project" in grant && now.getTime() < expiresAt ? { kind: "git", grant } : undefined;
}

const hash = (token: Secret): Buffer => createHash("sha256").update(token.reveal()).digest();
