import * as z from "zod";
import { ObjectMeta } from "./object-meta.ts";

/** A repository an RFE works in; `branch` is the base branch the feature branch starts from. */
export const RepoRef = z.strictObject({
  url: z.string().trim().min(1, "Give the repository's URL.").max(2_048),
  branch: z.string().trim().min(1).max(244).optional(),
});
export type RepoRef = z.infer<typeof RepoRef>;

/** A repository whose base branch is known. */
export const BasedRepo = z.strictObject({ url: z.string().max(2_048), branch: z.string().max(244) });
export type BasedRepo = z.infer<typeof BasedRepo>;

const Title = z.string().trim().min(1, "Give the RFE a title.").max(200);
const Description = z.string().max(100_000);
const ParentOutcome = z
  .string()
  .trim()
  .regex(/^[A-Z][A-Z0-9_]{1,30}-\d{1,12}$/, "Use a Jira key such as RHASTRAT-456.");

/** What a person sends to create an RFE workflow (guide, phase 1). */
export const NewRfe = z.strictObject({
  title: Title,
  description: Description.default(""),
  branchName: z.string().max(300),
  umbrellaRepo: RepoRef,
  supportingRepos: z.array(RepoRef).max(50, "At most 50 supporting repositories.").default([]),
  parentOutcome: ParentOutcome.optional(),
});
export type NewRfe = z.infer<typeof NewRfe>;

/** What may change later; branchName never does. */
export const RfeChange = z.strictObject({
  title: Title.optional(),
  description: Description.optional(),
  umbrellaRepo: RepoRef.optional(),
  supportingRepos: z.array(RepoRef).max(50).optional(),
  parentOutcome: ParentOutcome.optional(),
});
export type RfeChange = z.infer<typeof RfeChange>;

export const RfeSpec = z.strictObject({
  title: z.string().max(200),
  description: Description,
  branchName: z.string().max(244),
  umbrellaRepo: BasedRepo,
  supportingRepos: z.array(BasedRepo).max(50),
  workspacePath: z.literal("").default(""),
  parentOutcome: z.string().max(50).optional(),
  jiraLinks: z
    .array(z.strictObject({ path: z.string().max(500), jiraKey: z.string().max(50) }))
    .max(100)
    .default([]),
});
export type RfeSpec = z.infer<typeof RfeSpec>;

/** For display only: Ready after a seeding. The working phase is derived from git and never stored. */
const RfeStatus = z.strictObject({
  phase: z.enum(["Initializing", "Ready"]),
  message: z.string().max(1_000),
});

export const Rfe = z.object({ metadata: ObjectMeta, spec: RfeSpec, status: RfeStatus });
export type Rfe = z.infer<typeof Rfe>;

/** All repositories of an RFE, the spec repository first. */
export const repositoriesOf = (spec: Pick<RfeSpec, "umbrellaRepo" | "supportingRepos">): BasedRepo[] => [
  spec.umbrellaRepo,
  ...spec.supportingRepos,
];

/** The one directory on the feature branch that belongs to this RFE. */
export const specsDirectory = (branchName: string): string => `specs/${branchName}`;
