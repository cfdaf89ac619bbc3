import type { RemoteAddress } from "./remote-url.ts";

/**
 * Settings that win over any configuration file. Repositories, users and systems may not make git run a program,
 * ask a question or follow a redirect.
 */
const settings: readonly (readonly [string, string])[] = [
  ["safe.bareRepository", "explicit"],
  ["core.hooksPath", "/dev/null"],
  ["core.fsmonitor", "false"],
  ["core.attributesFile", "/dev/null"],
  ["core.excludesFile", "/dev/null"],
  ["core.protectHFS", "true"],
  ["core.protectNTFS", "true"],
  ["core.quotePath", "false"],
  ["credential.helper", ""],
  ["http.followRedirects", "false"],
  ["http.lowSpeedLimit", "1"],
  ["http.lowSpeedTime", "60"],
  ["protocol.version", "2"],
  ["gc.auto", "0"],
  ["maintenance.auto", "false"],
  ["submodule.recurse", "false"],
  ["fetch.recurseSubmodules", "false"],
  ["commit.gpgSign", "false"],
  ["push.gpgSign", "false"],
  ["push.recurseSubmodules", "no"],
  ["diff.ignoreSubmodules", "all"],
  ["init.templateDir", ""],
  ["init.defaultBranch", "main"],
  ["advice.detachedHead", "false"],
  ["transfer.fsckObjects", "true"],
  // Old, harmless faults that well-known repositories carry in their history.
  ...["zeroPaddedFilemode", "missingSpaceBeforeDate", "missingSpaceBeforeEmail", "badTimezone", "missingEmail"].map(
    (fault) => [`fetch.fsck.${fault}`, "ignore"] as const,
  ),
];

export interface GitSurroundings {
  /** An empty private directory: git's HOME. */
  home: string;
  /** Where git and its helpers are found. */
  path: string;
  /** Proxy, certificate and ssh-agent variables that calls to a remote may see. */
  network: Readonly<Record<string, string>>;
}

function settingVariables(): Record<string, string> {
  const variables: Record<string, string> = { GIT_CONFIG_COUNT: String(settings.length) };
  for (const [index, [key, value]] of settings.entries()) {
    variables[`GIT_CONFIG_KEY_${index}`] = key;
    variables[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return variables;
}

/** The whole environment of a git process: nothing is inherited. `protocol` is the only one it may speak. */
export function gitEnvironment(
  surroundings: GitSurroundings,
  protocol: RemoteAddress["kind"] | "none",
  configFile: string,
): Record<string, string> {
  return {
    ...(protocol === "none" ? {} : surroundings.network),
    ...settingVariables(),
    PATH: surroundings.path,
    HOME: surroundings.home,
    LC_ALL: "C",
    TZ: "UTC",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: configFile,
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "true",
    GIT_ALLOW_PROTOCOL: protocol,
    GIT_SSH_COMMAND:
      "ssh -o BatchMode=yes -o StrictHostKeyChecking=accept-new -o ConnectTimeout=15 -o ServerAliveInterval=15",
    GIT_NO_LAZY_FETCH: "1",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_LITERAL_PATHSPECS: "1",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_PAGER: "cat",
    GIT_EDITOR: "true",
    GIT_LFS_SKIP_SMUDGE: "1",
  };
}
