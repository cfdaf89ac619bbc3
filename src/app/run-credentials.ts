import { Problem } from "#domain/problem.ts";
import type { GitCredentialAnswer, ModelCredentialAnswer } from "#domain/run-order.ts";
import type { Actor } from "#ports/access.ts";
import type { AppDeps } from "./deps.ts";
import { remoteFor } from "./remotes.ts";
import { loadForRun } from "./runs.ts";

type Deps = Pick<AppDeps, "stores" | "access" | "secrets" | "policy" | "settings">;

interface Key {
  project: string;
  name: string;
}

/** A credential for one repository of the session; for writing only where the accepted spec has an autoCommit output. */
export async function gitCredential(
  deps: Deps,
  actor: Actor,
  key: Key,
  request: { repoIndex: number; access: "read" | "write" },
): Promise<GitCredentialAnswer> {
  const session = await loadForRun(deps, actor, key);
  const repo = session.spec.repos[request.repoIndex];
  const url = request.access === "read" ? repo?.input.url : repo?.output?.autoCommit ? repo.output.url : undefined;
  if (url === undefined)
    throw new Problem("role-required", {
      sentence: `The session may not ${request.access} repository ${request.repoIndex}.`,
    });
  // Better before the agent works than after: what it could not push is refused at the clone.
  if (request.access === "read" && repo?.output?.autoCommit)
    await remoteFor(deps, key.project, repo.output.url, "write");
  const { credential } = await remoteFor(deps, key.project, url, request.access);
  if (credential === undefined) return { credential: null };
  return { credential: { username: credential.username, password: credential.password.reveal() } };
}

/** Which model answers: Anthropic's with the project's key or the server's, else the offline one. */
export async function modelCredential(deps: Deps, actor: Actor, key: Key): Promise<ModelCredentialAnswer> {
  const session = await loadForRun(deps, actor, key);
  if (session.spec.model.startsWith("offline-")) return { kind: "offline" };
  const own = await deps.secrets.use(key.project, "ANTHROPIC_API_KEY");
  const apiKey = own?.reveal().trim() ?? deps.settings.modelApiKey;
  if (apiKey === undefined || apiKey === "") return { kind: "offline" };
  return { kind: "anthropic", baseUrl: deps.settings.modelBaseUrl, apiKey };
}
