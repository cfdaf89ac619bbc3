import { Problem } from "#domain/problem.ts";
import { Secret } from "#domain/secret.ts";
import { parseTokenHosts } from "#domain/token-hosts.ts";
import type { Actor } from "#ports/access.ts";
import type { SecretInfo } from "#ports/secret-store.ts";
import { actorName, authorize } from "./authorize.ts";
import type { AppDeps } from "./deps.ts";
import { loadProject } from "./projects.ts";

type Deps = Pick<AppDeps, "access" | "stores" | "secrets">;

/** What vteam itself reads, and for what. */
const uses: Record<string, string> = {
  ANTHROPIC_API_KEY: "sessions",
  GIT_TOKEN: "git",
  GIT_TOKEN_HOSTS: "git",
  GIT_USER_NAME: "git",
  GIT_USER_EMAIL: "git",
  JIRA_URL: "jira",
  JIRA_PROJECT: "jira",
  JIRA_EMAIL: "jira",
  JIRA_API_TOKEN: "jira",
};

/** Names that steer a loader, a shell, a runtime or a tool: a secret with such a name could run code. */
const STEERING =
  /^(PATH|HOME|SHELL|IFS|ENV|USER|PWD|TMPDIR|LANG|LC_.*|LD_.*|DYLD_.*|BASH_.*|NODE_.*|NPM_.*|PYTHON.*|PERL.*|RUBY.*|JAVA_.*|GIT_.*|SSH_.*|(HTTPS?|ALL|NO)_PROXY|ANTHROPIC_.*|CLAUDE_.*|AWS_.*|GOOGLE_.*|KUBERNETES_.*|VTEAM_.*|RUN_.*|PARENT_SESSION_ID)$/;

export interface SeenSecret extends SecretInfo {
  set: true;
  usedBy: string[];
}

function acceptName(key: string): void {
  const refuse = (why: string): never => {
    throw new Problem("invalid-secret-name", {
      sentence: `"${key.slice(0, 80)}" cannot be the name of a secret: ${why}.`,
      facts: { knownNames: Object.keys(uses) },
    });
  };
  if (!/^[A-Z][A-Z0-9_]{0,127}$/.test(key))
    refuse("use capital letters, digits and underscores, a letter first, at most 128");
  if (uses[key] === undefined && STEERING.test(key)) refuse("programs act on a variable of this name");
}

export async function listSecrets(deps: Deps, actor: Actor, project: string): Promise<SeenSecret[]> {
  await authorize(deps.access, actor, "secret.list", project);
  await loadProject(deps, project);
  const list = await deps.secrets.list(project);
  return list.map((info) => ({ ...info, set: true, usedBy: [uses[info.key]].filter((use) => use !== undefined) }));
}

/** Stores one value. A newline at the end is what copying leaves behind, and never meant. */
export async function writeSecret(
  deps: Deps,
  actor: Actor,
  project: string,
  key: string,
  value: string,
): Promise<void> {
  await authorize(deps.access, actor, "secret.write", project);
  await loadProject(deps, project);
  acceptName(key);
  const trimmed = value.replace(/[\r\n]+$/, "");
  if (trimmed.trim() === "" || trimmed.includes("\u0000"))
    throw new Problem("invalid-fields", {
      sentence: `The value of ${key} is blank or holds characters that are not text; delete the secret to unset it.`,
      errors: [{ pointer: "/value", code: "invalid-value", message: "Give a value with visible characters." }],
    });
  if (key === "GIT_TOKEN_HOSTS" && parseTokenHosts(trimmed) === undefined)
    throw new Problem("invalid-fields", {
      sentence:
        "GIT_TOKEN_HOSTS lists the names of the hosts that may see GIT_TOKEN, such as: github.com, git.example.org",
      errors: [{ pointer: "/value", code: "invalid-value", message: "Give host names, separated by commas." }],
    });
  await deps.secrets.write(project, key, new Secret(trimmed), actorName(actor));
}

export async function deleteSecret(deps: Deps, actor: Actor, project: string, key: string): Promise<void> {
  await authorize(deps.access, actor, "secret.write", project);
  await loadProject(deps, project);
  await deps.secrets.delete(project, key);
}
