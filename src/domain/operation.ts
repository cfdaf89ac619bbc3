import * as z from "zod";
import { ObjectMeta } from "./object-meta.ts";
import { SourceRecord } from "./seed-kit.ts";

/** The guide's eight steps of seeding, in the order they are shown. */
export const seedSteps = [
  "preflight",
  "clone",
  "branch",
  "spec-kit",
  "agents",
  "specs-dir",
  "supporting-repos",
  "commit-push",
] as const;
export type SeedStepId = (typeof seedSteps)[number];

export const seedStepTitles: Record<SeedStepId, string> = {
  preflight: "Check access to every repository",
  clone: "Read the spec repository",
  branch: "Find the feature branch",
  "spec-kit": "Prepare the Spec-Kit files",
  agents: "Prepare the agent definitions",
  "specs-dir": "Prepare the specs directory",
  "supporting-repos": "Create the feature branch in supporting repositories",
  "commit-push": "Commit and push the spec branch",
};

/** What a person sends to seed (guide, phase 3); all of it is optional. */
export const SeedRequest = z.strictObject({
  agentSourceUrl: z.string().trim().max(2_048).optional(),
  agentSourceBranch: z.string().trim().max(244).optional(),
  agentSourcePath: z.string().trim().max(1_024).optional(),
  specKitRepo: z.string().trim().max(2_048).optional(),
  specKitVersion: z.string().trim().max(244).optional(),
  specKitTemplate: z.string().trim().max(120).optional(),
});
export type SeedRequest = z.infer<typeof SeedRequest>;

export const StepState = z.enum(["pending", "running", "done", "skipped", "failed"]);
export type StepState = z.infer<typeof StepState>;

/** What a step came to in one repository. */
export const StepRepo = z.strictObject({ url: z.string().max(2_048), state: StepState, detail: z.string().max(2_000) });
export type StepRepo = z.infer<typeof StepRepo>;

export const OperationStep = z.strictObject({
  id: z.enum(seedSteps),
  title: z.string().max(120),
  state: StepState,
  startedAt: z.string().max(40).nullable(),
  finishedAt: z.string().max(40).nullable(),
  detail: z.string().max(2_000),
  /** One entry for each repository, in the steps that deal with several. */
  repos: z.array(StepRepo).optional(),
  /** What happened, line by line. */
  log: z.array(z.strictObject({ time: z.string().max(40), text: z.string().max(2_000) })).optional(),
});
export type OperationStep = z.infer<typeof OperationStep>;

/** The problem document that ended an operation, as it would have been answered over HTTP. */
export const StoredProblem = z.looseObject({ type: z.string(), title: z.string(), status: z.int(), error: z.string() });
export type StoredProblem = z.infer<typeof StoredProblem>;

/** One branch that a seeding touches; written down before it is touched. `from` is null for a branch that was not there. */
export const SeedRef = z.strictObject({
  url: z.string().max(2_048),
  branch: z.string().max(244),
  from: z.string().max(64).nullable(),
  to: z.string().max(64),
  state: z.enum(["planned", "created", "existed", "pushed", "unchanged", "refused"]),
});
export type SeedRef = z.infer<typeof SeedRef>;

/** Where the files of a seeding came from, exactly: commit or version, and the digest of an archive. */
export const SeedSources = z.strictObject({ specKit: SourceRecord.optional(), agents: SourceRecord.optional() });
export type SeedSources = z.infer<typeof SeedSources>;

export const SeedResult = z.strictObject({
  status: z.literal("completed"),
  message: z.string(),
  branchName: z.string(),
  branchExisted: z.boolean(),
  commitSha: z.string(),
  /** True when the branch already held everything and nothing was pushed. */
  upToDate: z.boolean(),
  added: z.array(z.string()),
  replaced: z.array(z.string()),
  /** Files people changed: left as they are. */
  kept: z.array(z.string()),
  /** Seeded before, unchanged since, and not part of this kit. */
  removed: z.array(z.string()).optional(),
  warnings: z.array(z.string()),
});
export type SeedResult = z.infer<typeof SeedResult>;

export const OperationState = z.enum(["queued", "running", "succeeded", "failed", "cancelled"]);
export type OperationState = z.infer<typeof OperationState>;

/** Work that outlives a request: durable, resumable, watched. Seeding is the only kind so far. */
export const Operation = z.object({
  metadata: ObjectMeta,
  spec: z.strictObject({
    kind: z.literal("seed"),
    workflow: z.string().max(63),
    request: SeedRequest,
    cancel: z.boolean().default(false),
  }),
  status: z.strictObject({
    state: OperationState,
    /** False once the first push began. */
    cancellable: z.boolean(),
    steps: z.array(OperationStep),
    /** As the first look found it: a resumed run would take its own push for someone else's. */
    branchExisted: z.boolean().optional(),
    sources: SeedSources.optional(),
    refs: z.array(SeedRef).optional(),
    result: SeedResult.nullable(),
    error: StoredProblem.nullable(),
  }),
});
export type Operation = z.infer<typeof Operation>;

export const isOperationOver = (operation: Operation): boolean =>
  ["succeeded", "failed", "cancelled"].includes(operation.status.state);
