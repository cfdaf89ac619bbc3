import * as z from "zod";

/** How a change of ours to a foreign file was made, and what the file was before. */
export const ManagedEdit = z.strictObject({
  kind: z.enum(["replaced", "appended"]),
  why: z.string().max(300),
  upstreamSha256: z.string().max(64),
});
export type ManagedEdit = z.infer<typeof ManagedEdit>;

/** Where seeded files came from, exactly enough to fetch the same ones again. */
export const SourceRecord = z.strictObject({
  /** "builtin", or the URL or directory it came from. */
  source: z.string().max(2_048),
  /** The commit or version it resolved to. */
  version: z.string().max(244),
  /** SHA-256 of the archive, when it came as one. */
  archiveSha256: z.string().max(64).optional(),
  /** Whether the commands are slash commands or skills; agents have none. */
  mode: z.enum(["commands", "skills"]).optional(),
});
export type SourceRecord = z.infer<typeof SourceRecord>;

/** One file to put on the feature branch, with its hashes: this layer cannot compute them. */
export interface SeedFile {
  /** Below the root of the repository, such as .claude/commands/speckit.plan.md. */
  path: string;
  content: Uint8Array;
  executable: boolean;
  /** "absent": only written when nothing is there (a constitution is the team's own). */
  write: "always" | "absent";
  /** Of the content, 64 hex digits. */
  sha256: string;
  /** The id git gives the content, 40 hex digits. */
  blob: string;
  edit?: ManagedEdit;
}

/** What one source gives: files ready for the branch, where they came from, and what a person should know. */
export interface Kit {
  files: SeedFile[];
  record: SourceRecord;
  warnings: string[];
  /** Given in place of personas that a source was to hold and does not. */
  isStandIn?: true;
}
