import { isProblem } from "#domain/problem.ts";
import { ownRepository, parseRepoUrl } from "#domain/repo-url.ts";
import { repositoriesOf } from "#domain/rfe.ts";
import { tokenHosts } from "#domain/token-hosts.ts";
import type { Actor } from "#ports/access.ts";
import { authorize } from "./authorize.ts";
import type { AppDeps } from "./deps.ts";
import { loadProject } from "./projects.ts";
import { remoteFor } from "./remotes.ts";

type Deps = Pick<AppDeps, "access" | "stores" | "secrets" | "git" | "policy" | "modelAccount">;

/** What became of trying a secret. The sentence and the remedy never hold the value. */
export interface SecretCheck {
  /** "untested": there is nothing to try it on. */
  state: "ok" | "refused" | "unreachable" | "untested";
  sentence: string;
  remedy?: string;
}

const PATIENCE_MS = 10_000;
const untested = (sentence: string, remedy: string): SecretCheck => ({ state: "untested", sentence, remedy });

/** Tries a secret where it will be used, without changing anything there. */
export async function checkSecret(
  deps: Deps,
  actor: Actor,
  { project, key }: { project: string; key: string },
  signal: AbortSignal,
): Promise<SecretCheck> {
  await authorize(deps.access, actor, "secret.write", project);
  await loadProject(deps, project);
  const within = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  if ((await deps.secrets.use(project, key)) === undefined)
    return untested("This secret is not set in the project.", "Set it, then test it.");
  if (key === "ANTHROPIC_API_KEY") return checkModelKey(deps, project, within);
  if (key === "GIT_TOKEN") return checkGitToken(deps, project, within);
  return untested("vteam has no test for this secret.", "Use it; sessions and seeding say when it is refused.");
}

async function checkModelKey(deps: Deps, project: string, signal: AbortSignal): Promise<SecretCheck> {
  const apiKey = await deps.secrets.use(project, "ANTHROPIC_API_KEY");
  if (apiKey === undefined) return untested("This secret is not set in the project.", "Set it, then test it.");
  const answer = await deps.modelAccount.check(apiKey, signal);
  switch (answer.kind) {
    case "accepted":
      return { state: "ok", sentence: "The Claude API accepts this key." };
    case "refused":
      return {
        state: "refused",
        sentence: `The Claude API refused this key (status ${answer.status}).`,
        remedy: "Create a key in the Claude Console and replace this one.",
      };
    case "unreachable":
      return {
        state: "unreachable",
        sentence: `The key could not be tried: ${answer.why}.`,
        remedy: "Check the network and ANTHROPIC_BASE_URL of the server, then test again.",
      };
  }
}

/** A repository of the project to try the token on, the newest RFE's first: on one of the token's hosts, if there is any. */
async function tokenRepository(deps: Deps, project: string): Promise<string | undefined> {
  const { items } = await deps.stores.rfes.list({ project, limit: 50 });
  const policy = deps.policy();
  const hosts = tokenHosts((await deps.secrets.use(project, "GIT_TOKEN_HOSTS"))?.reveal(), policy);
  const elsewhere = items
    .flatMap(({ spec }) => repositoriesOf(spec).map(({ url }) => parseRepoUrl(url)))
    .filter((repo) => /^https?$/.test(repo.kind) && ownRepository(repo, policy.ownOrigins) === undefined);
  return (elsewhere.find(({ host }) => hosts.includes(host)) ?? elsewhere[0])?.url;
}

async function checkGitToken(deps: Deps, project: string, signal: AbortSignal): Promise<SecretCheck> {
  const url = await tokenRepository(deps, project);
  if (url === undefined)
    return untested(
      "No RFE of this project has a repository that needs the token yet.",
      "Create an RFE with an https repository, then test again.",
    );
  try {
    const mayPush = await deps.git.canPush(await remoteFor(deps, project, url, "write"), signal);
    if (mayPush) return { state: "ok", sentence: `The token may push to ${url}.` };
    return {
      state: "refused",
      sentence: `The token is accepted but may not push to ${url}.`,
      remedy: "Give it write access to the contents of this repository, or fork the repository.",
    };
  } catch (error) {
    return gitAnswer(error, url, signal);
  }
}

function gitAnswer(error: unknown, url: string, signal: AbortSignal): SecretCheck {
  const remedy = "Check the URL and the network, then test again.";
  if (signal.aborted)
    return { state: "unreachable", sentence: `The git host of ${url} took longer than 10 seconds.`, remedy };
  if (isProblem(error, "git-credential-refused", "repository-not-found"))
    return { state: "refused", sentence: error.message, remedy: "Replace the token by one that may use it." };
  if (isProblem(error, "git-token-withheld"))
    return { state: "refused", sentence: error.message, remedy: error.kind.remedy };
  if (isProblem(error)) return { state: "unreachable", sentence: error.message, remedy };
  throw error;
}
