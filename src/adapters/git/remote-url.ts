import { Problem } from "#domain/problem.ts";
import type { Remote } from "#ports/git-repository.ts";

/** What a remote's URL turned out to be. Only these reach a git process. */
export type RemoteAddress =
  | { kind: "https" | "http"; url: string; origin: string }
  | { kind: "ssh"; url: string }
  | { kind: "file"; url: string; path: string };

/** Which of the riskier kinds of remote this server may use. */
export interface RemotePolicy {
  /** Plain http: true for this server's own origins, and in tests. */
  allowsHttp: (origin: string) => boolean;
  allowsFile: (path: string) => boolean;
}

const SCP_LIKE = /^[A-Za-z0-9_][A-Za-z0-9_.-]*@[A-Za-z0-9][A-Za-z0-9.-]*:[A-Za-z0-9_~/][^\s\\:]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused
const UNSAFE = /[\u0000-\u0020\u007f\\]/;

const refuse = (code: "invalid-repository-url" | "repository-host-refused", sentence: string): never => {
  throw new Problem(code, { sentence });
};

/** The last gate before git sees a URL, whoever checked it before. */
export function parseRemote(remote: Remote, policy: RemotePolicy): RemoteAddress {
  const { url } = remote;
  if (url.length > 2_048 || url.startsWith("-") || UNSAFE.test(url)) {
    return refuse("invalid-repository-url", "The repository URL holds characters that no repository URL has.");
  }
  if (SCP_LIKE.test(url)) return { kind: "ssh", url };
  const parsed = URL.parse(url);
  if (parsed === null) return refuse("invalid-repository-url", "The repository URL cannot be read.");
  if (parsed.password !== "" || parsed.search !== "" || parsed.hash !== "") {
    return refuse("invalid-repository-url", "A repository URL carries no password, query or fragment.");
  }
  return addressOf(parsed, url, policy);
}

function addressOf(parsed: URL, url: string, policy: RemotePolicy): RemoteAddress {
  switch (parsed.protocol) {
    case "https:":
    case "http:": {
      if (parsed.username !== "") return refuse("invalid-repository-url", "A repository URL carries no user name.");
      if (parsed.protocol === "https:") return { kind: "https", url, origin: parsed.origin };
      if (policy.allowsHttp(parsed.origin)) return { kind: "http", url, origin: parsed.origin };
      return refuse("repository-host-refused", `Plain http is not allowed for ${parsed.origin}.`);
    }
    case "ssh:": {
      // A host or user that starts with a hyphen would become an option of ssh.
      if (
        /^[A-Za-z0-9_.-]*$/.test(parsed.username) &&
        /^[A-Za-z0-9[]/.test(parsed.hostname) &&
        !parsed.username.startsWith("-")
      ) {
        return { kind: "ssh", url };
      }
      return refuse("invalid-repository-url", "The host of this ssh URL cannot be used.");
    }
    case "file:": {
      const path = decodeURIComponent(parsed.pathname);
      if (parsed.host === "" && policy.allowsFile(path)) return { kind: "file", url, path };
      return refuse("repository-host-refused", "file:// repositories are not allowed here.");
    }
    default:
      return refuse("repository-host-refused", "Repositories are reached by https or ssh only.");
  }
}
