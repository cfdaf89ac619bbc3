import type { SeedRequest } from "#domain/operation.ts";
import type { Kit } from "#domain/seed-kit.ts";
import type { Remote } from "./git-repository.ts";

/** How to reach a source that is a git repository: checks the URL and adds the credential to use there. */
export type SourceAccess = (url: string) => Promise<Remote>;

/** Where the Spec-Kit files and the agent definitions come from: the built-in kit, git, an archive or a directory. */
export interface SeedContent {
  /**
   * Commands, templates, scripts and memory, rendered for Claude. Omitted fields or "builtin" mean the built-in kit.
   * Errors: "invalid-kit", "archive-rejected", and those of GitRepository.
   */
  specKit(request: SeedRequest, access: SourceAccess, signal: AbortSignal): Promise<Kit>;
  /**
   * .claude/agents/*.md, of the built-in personas or of the named source. A source that holds none is no error: then the
   * built-in ones stand in and a warning says so. Errors: "invalid-agents", and those of GitRepository.
   */
  agents(request: SeedRequest, access: SourceAccess, signal: AbortSignal): Promise<Kit>;
}
