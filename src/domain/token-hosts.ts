import { parseRepoUrl, type RepoPolicy } from "./repo-url.ts";

/** Who a git token is for when nobody says so. */
const DEFAULT_HOSTS = ["github.com"];

/** Host names, separated by commas or blanks; undefined when one of them is none. A port counts: it is another server. */
export function parseTokenHosts(text: string): string[] | undefined {
  const hosts = text.split(/[\s,]+/).filter((host) => host !== "");
  const isHost = (host: string): boolean => {
    try {
      return parseRepoUrl(`https://${host}/x`).host === host.toLowerCase();
    } catch {
      return false; // Anything that cannot stand in a repository's URL.
    }
  };
  return hosts.length > 0 && hosts.every(isHost) ? hosts.map((host) => host.toLowerCase()) : undefined;
}

/**
 * The hosts that may see a project's GIT_TOKEN: those its administrators named, else those the server's configuration
 * allows, else github.com. Never a host only because a repository's URL names it: whoever can write a URL could
 * collect the token.
 */
export const tokenHosts = (named: string | undefined, policy: Pick<RepoPolicy, "hosts">): readonly string[] =>
  named === undefined ? (policy.hosts ?? DEFAULT_HOSTS) : (parseTokenHosts(named) ?? []);
