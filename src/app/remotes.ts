import { Problem } from "#domain/problem.ts";
import { acceptRepoUrl, ownRepository, type RepoPolicy, type RepoUrl } from "#domain/repo-url.ts";
import { Secret } from "#domain/secret.ts";
import { tokenHosts } from "#domain/token-hosts.ts";
import type { Access } from "#ports/access.ts";
import type { Remote } from "#ports/git-repository.ts";
import type { SecretStore } from "#ports/secret-store.ts";

export interface RemoteDeps {
  access: Pick<Access, "gitToken">;
  secrets: Pick<SecretStore, "use">;
  policy: () => RepoPolicy;
}

/** Long enough for the clone of a big repository, short enough to be worthless tomorrow. */
const GIT_TOKEN_LIFETIME_MS = 15 * 60_000;

/** What GitHub, GitLab and Gitea all take as the user name beside a token. */
const TOKEN_USER = "x-access-token";

/**
 * A repository of a project as git is to reach it, with the one credential that may be used there. A host that the
 * project's token is not meant for is read without one, as everybody can.
 * Errors: "invalid-repository-url", "repository-host-refused", "repository-not-found" for another project's own
 * repository, "git-token-withheld" for writing to such a host.
 */
export async function remoteFor(
  deps: RemoteDeps,
  project: string,
  url: string,
  need: "read" | "write",
): Promise<Remote> {
  const policy = deps.policy();
  const repo = acceptRepoUrl(url, policy);
  const own = ownRepository(repo, policy.ownOrigins);
  if (own) {
    if (own.project !== project) throw notOfProject(repo.url, project);
    const grant = { project, repository: own.name, write: need === "write" };
    const password = deps.access.gitToken(grant, GIT_TOKEN_LIFETIME_MS);
    return { url: repo.url, credential: { username: TOKEN_USER, password } };
  }
  if (repo.kind !== "https" && repo.kind !== "http") return { url: repo.url };
  const token = await deps.secrets.use(project, "GIT_TOKEN");
  if (token === undefined) return { url: repo.url };
  const hosts = tokenHosts((await deps.secrets.use(project, "GIT_TOKEN_HOSTS"))?.reveal(), policy);
  if (hosts.includes(repo.host))
    return { url: repo.url, credential: { username: TOKEN_USER, password: trimmed(token) } };
  if (need === "write") throw withheld(repo, project, hosts);
  return { url: repo.url };
}

/**
 * A source of files that anyone may name, such as a Spec-Kit repository. It sees the project's token only on a host
 * where the project works anyway: a URL must not be enough to collect a token.
 */
export async function sourceRemoteFor(
  deps: RemoteDeps,
  project: string,
  url: string,
  projectUrls: readonly string[],
): Promise<Remote> {
  const policy = deps.policy();
  const repo = acceptRepoUrl(url, policy);
  const isTrusted =
    ownRepository(repo, policy.ownOrigins) !== undefined || projectUrls.some((one) => hostOf(one) === repo.host);
  return isTrusted ? remoteFor(deps, project, url, "read") : { url: repo.url };

  function hostOf(one: string): string {
    return acceptRepoUrl(one, policy).host;
  }
}

const withheld = ({ url, host }: RepoUrl, project: string, hosts: readonly string[]): Problem =>
  new Problem("git-token-withheld", {
    sentence: `GIT_TOKEN of project ${project} is for ${hosts.join(", ") || "no host"}, so it was not sent to ${host}, and nothing can be pushed to ${url}.`,
    facts: { host, hosts },
  });

const notOfProject = (url: string, project: string): Problem =>
  new Problem("repository-not-found", { sentence: `${url} is not a repository of project ${project}.` });

// People paste tokens with a newline at the end, and git would send it.
const trimmed = (token: Secret): Secret => new Secret(token.reveal().trim());
