import type { Logger } from "pino";
import type { RepoPolicy } from "#domain/repo-url.ts";
import type { Access } from "#ports/access.ts";
import type { EventLog } from "#ports/event-log.ts";
import type { GitRepository } from "#ports/git-repository.ts";
import type { LocalGitHost } from "#ports/local-git-host.ts";
import type { Markdown } from "#ports/markdown.ts";
import type { ModelAccount } from "#ports/model-account.ts";
import type { Stores } from "#ports/object-store.ts";
import type { SecretStore } from "#ports/secret-store.ts";

/** What use cases need; each takes the part it uses. */
export interface AppDeps {
  access: Access;
  stores: Stores;
  events: EventLog;
  git: GitRepository;
  gitHost: LocalGitHost;
  secrets: SecretStore;
  markdown: Markdown;
  modelAccount: ModelAccount;
  now: () => Date;
  /** A fresh, unguessable name such as session-<20 characters>. */
  newName: (prefix: "session" | "op") => string;
  log: Logger;
  /** Read on every use: the server learns its own origin when it starts to listen. */
  policy: () => RepoPolicy;
  settings: {
    /** The model of a session that names none. */
    defaultModel: string;
    /** Sessions that may run at the same time. */
    maxSessions: number;
    /** The server's own key for the model, used when a project has none. */
    modelApiKey?: string | undefined;
    modelBaseUrl: string;
  };
}
