import { mkdirSync } from "node:fs";
import { resolve, sep } from "node:path";
import { GitCommand } from "#adapters/git/git-command.ts";
import { type Config, childEnvironment, networkEnvironment } from "#config.ts";

/** Git as this process may use it; `home` becomes an empty private directory. `ownOrigins` may be spoken to over plain http. */
export function openGit(config: Config, home: string, ownOrigins: () => readonly string[]): GitCommand {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const root = config.VTEAM_FILE_REPOS === undefined ? undefined : resolve(config.VTEAM_FILE_REPOS);
  return new GitCommand({
    home,
    path: childEnvironment().PATH ?? "",
    network: networkEnvironment(),
    allowsHttp: (origin) => config.VTEAM_ALLOW_HTTP_REPOS || ownOrigins().includes(origin),
    allowsFile: (path) => root !== undefined && resolve(path).startsWith(root + sep),
  });
}
