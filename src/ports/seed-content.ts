import type { SeedRequest } from "#domain/operation.ts";

export interface SeedFile {
  /** Below the root of the repository, such as .claude/commands/speckit.plan.md. */
  path: string;
  content: Uint8Array;
  executable: boolean;
  /** "absent": only written when nothing is there (a constitution is the team's own). */
  write: "always" | "absent";
}

export interface SourceRecord {
  /** "builtin", or the URL or directory it came from. */
  source: string;
  /** The commit or version it resolved to. */
  version: string;
  /** SHA-256 of the archive, when it came as one. */
  archiveSha256?: string;
}

export interface Kit {
  files: SeedFile[];
  record: SourceRecord;
  warnings: string[];
}

/** Where the Spec-Kit files and the agent definitions come from: the built-in kit, git, an archive or a directory. */
export interface SeedContent {
  /** Commands, templates, scripts and memory, rendered for the branch. Errors: "invalid-kit", "archive-rejected", and those of GitRepository. */
  specKit(request: SeedRequest, branchName: string, signal: AbortSignal): Promise<Kit>;
  /** .claude/agents/*.md. Error: "invalid-agents". */
  agents(request: SeedRequest, signal: AbortSignal): Promise<Kit>;
}
