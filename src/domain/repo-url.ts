import { Problem } from "./problem.ts";

/** A repository URL that has been taken apart and found harmless; `url` is what git is given. */
export interface RepoUrl {
  kind: "https" | "http" | "ssh" | "file";
  url: string;
  /** Lower-case, with the port if one is given; "" for file. */
  host: string;
  /** Without leading slash, without .git. */
  path: string;
}

/** Where repositories may come from. The server's own origins are always allowed. */
export interface RepoPolicy {
  /** Every origin this server has been reached at, such as http://127.0.0.1:7373. */
  ownOrigins: readonly string[];
  /** When given, only these hosts (exact names) are allowed. */
  hosts?: readonly string[] | undefined;
  /** Plain http to other servers: for tests and closed networks only. */
  allowHttp: boolean;
  /** file:// URLs below this directory are allowed; none without it. */
  fileRoot?: string | undefined;
}

/** Never repeats what may be a password. */
const shown = (text: string): string => text.replace(/\/\/[^@/\s]*@/, "//…@").slice(0, 80);

const refuse = (text: string, why: string): never => {
  throw new Problem("invalid-repository-url", {
    sentence: `"${shown(text)}" cannot be used as a repository URL: ${why}.`,
  });
};

const HOST =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/;
const USER = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;
const SCP = /^(?:([^@/:]+)@)([^:/]+):(?!\/\/)(.+)$/;

function acceptPath(text: string, path: string): string {
  const clean = path
    .replace(/^\/+/, "")
    .replace(/\/+$/, "")
    .replace(/\.git$/i, "");
  const segments = clean.split("/");
  if (clean === "") return refuse(text, "it names no repository");
  if (/%2f|%5c|%00|%2e/i.test(clean)) return refuse(text, "its path hides characters behind % signs");
  if (segments.some((segment) => segment === "" || segment === "." || segment === ".." || segment.startsWith("-")))
    return refuse(text, "its path has a part that is empty, a dot, or starts with a hyphen");
  return clean;
}

function acceptHost(text: string, host: string): string {
  const lower = host.toLowerCase();
  return lower.length <= 260 && HOST.test(lower) ? lower : refuse(text, "its host name is not valid");
}

function parseScp(text: string, [, user = "", host = "", path = ""]: RegExpExecArray): RepoUrl {
  if (!USER.test(user)) return refuse(text, "its user name is not valid");
  const accepted = { host: acceptHost(text, host), path: acceptPath(text, path) };
  return { kind: "ssh", url: `${user}@${accepted.host}:${path.replace(/^\/+/, "")}`, ...accepted };
}

function parseFile(text: string, url: URL): RepoUrl {
  if (url.host !== "") return refuse(text, "a file URL has three slashes and no host");
  const path = acceptPath(text, url.pathname);
  return { kind: "file", url: `file:///${url.pathname.replace(/^\/+/, "")}`, host: "", path };
}

/** Takes a repository URL apart. Throws "invalid-repository-url"; starts nothing and looks nothing up. */
export function parseRepoUrl(input: string): RepoUrl {
  const text = input.trim();
  if (text === "") return refuse(text, "it is empty");
  if (text.length > 2_048) return refuse(text, "it is longer than 2,048 characters");
  if (text.startsWith("-")) return refuse(text, "it starts with a hyphen, like an option");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what we look for
  if (/[\s\\\u0000-\u001f\u007f-\uffff]/.test(text))
    return refuse(text, "it has spaces, backslashes or characters outside ASCII");
  if (/^[a-z][a-z0-9+.-]*::/i.test(text)) return refuse(text, "transport helpers are not allowed");
  const scp = SCP.exec(text);
  if (scp !== null) return parseScp(text, scp);
  if (!/^(https|http|ssh|file):\/\//i.test(text)) return refuse(text, "it must start with https://, ssh:// or git@");
  const url = URL.canParse(text) ? new URL(text) : refuse(text, "it is not a well-formed URL");
  if (url.search !== "" || url.hash !== "") return refuse(text, "it has a query or a fragment");
  if (/\/\.{1,2}(\/|$)/.test(text.replace(/^[a-z]+:\/\//i, "")))
    return refuse(text, "its path has a part that is a dot");
  if (url.protocol === "file:") return parseFile(text, url);
  const host = acceptHost(text, url.host);
  const path = acceptPath(text, url.pathname);
  if (url.protocol === "ssh:") {
    if (url.password !== "") return refuse(text, "it holds a password");
    if (url.username !== "" && !USER.test(url.username)) return refuse(text, "its user name is not valid");
    return {
      kind: "ssh",
      url: `ssh://${url.username === "" ? "" : `${url.username}@`}${host}${url.pathname}`,
      host,
      path,
    };
  }
  if (url.username !== "" || url.password !== "")
    return refuse(text, "it holds a user name or a password; put the token into the project's secrets");
  return {
    kind: url.protocol === "https:" ? "https" : "http",
    url: `${url.protocol}//${host}${url.pathname.replace(/\/+$/, "")}`,
    host,
    path,
  };
}

/** Two URLs with the same key name the same repository: case, .git, slashes and ssh or https make no difference. */
export function repositoryKey(input: string | RepoUrl): string {
  const { kind, host, path } = typeof input === "string" ? parseRepoUrl(input) : input;
  const name = kind === "ssh" ? host.replace(/:22$/, "") : host;
  return `${kind === "file" ? "file" : name}/${path}`.toLowerCase();
}

export const sameRepository = (a: string, b: string): boolean => repositoryKey(a) === repositoryKey(b);

/** The last part of the path: what people call the repository. */
export const repositoryName = (url: string): string => parseRepoUrl(url).path.split("/").at(-1) ?? "repository";

export interface OwnRepository {
  project: string;
  name: string;
}

/** Which of this server's own repositories a URL names, if any: <origin>/git/<project>/<name>.git */
export function ownRepository(url: RepoUrl, ownOrigins: readonly string[]): OwnRepository | undefined {
  if (url.kind !== "http" && url.kind !== "https") return undefined;
  if (!ownOrigins.includes(`${url.kind}://${url.host}`)) return undefined;
  const [, project, name] = /^git\/([^/]+)\/([^/]+)$/.exec(url.path) ?? [];
  return project === undefined || name === undefined ? undefined : { project, name };
}

/** Literal addresses and names that lead back into this machine or its network. Names that merely resolve there are not covered. */
function isPrivateHost(hostWithPort: string): boolean {
  const host = hostWithPort.replace(/:\d+$/, "");
  if (host.startsWith("[")) return true;
  if (host === "localhost" || /\.(localhost|local|internal)$/.test(host)) return true;
  const octets = host.split(".").map(Number);
  if (octets.length !== 4 || octets.some((octet) => !Number.isInteger(octet))) return false;
  const [a = 0, b = 0] = octets;
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && (b === 168 || b === 0)) ||
    (a === 198 && (b === 18 || b === 19))
  );
}

/** Parses and applies the policy. Throws "invalid-repository-url" or "repository-host-refused". */
export function acceptRepoUrl(input: string, policy: RepoPolicy): RepoUrl {
  const url = parseRepoUrl(input);
  if (ownRepository(url, policy.ownOrigins) !== undefined) return url;
  const refuseHost = (why: string): never => {
    throw new Problem("repository-host-refused", { sentence: `${url.url} cannot be used: ${why}.` });
  };
  if (url.kind === "file") {
    const root = policy.fileRoot?.replace(/^\/+|\/+$/g, "");
    if (root === undefined) return refuseHost("file:// repositories are not allowed by this server's configuration");
    return `${url.path}/`.startsWith(`${root}/`)
      ? url
      : refuseHost("it lies outside the directory that the configuration allows");
  }
  if (policy.hosts !== undefined && !policy.hosts.includes(url.host))
    return refuseHost(`${url.host} is not an allowed host`);
  if (url.kind === "http" && !policy.allowHttp)
    return refuseHost("plain http would send credentials in the clear; use https");
  if (policy.hosts === undefined && !policy.allowHttp && isPrivateHost(url.host))
    return refuseHost("its address is inside this machine's own network");
  return url;
}
