import * as z from "zod";
import { RfePhase, SessionSpec } from "./session.ts";

/** What a runner is told about its one attempt at one session. */
export const RunOrder = z.object({
  project: z.string(),
  session: z.string(),
  attempt: z.int().min(1),
  spec: SessionSpec,
  /** ISO time at which the conversation must be over. */
  deadline: z.string(),
  /** The RFE this session belongs to, if any. */
  feature: z
    .object({
      workflow: z.string(),
      phase: RfePhase.optional(),
      title: z.string(),
      description: z.string(),
      branchName: z.string(),
      umbrellaUrl: z.string(),
      /** The base branch of each of its repositories: what the feature is compared with. */
      bases: z.array(z.object({ url: z.string(), branch: z.string() })).default([]),
    })
    .optional(),
});
export type RunOrder = z.infer<typeof RunOrder>;

export const GitCredentialAnswer = z.object({
  credential: z.object({ username: z.string(), password: z.string() }).nullable(),
});
export type GitCredentialAnswer = z.infer<typeof GitCredentialAnswer>;

export const ModelCredentialAnswer = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("offline") }),
  z.object({ kind: z.literal("anthropic"), baseUrl: z.string(), apiKey: z.string() }),
]);
export type ModelCredentialAnswer = z.infer<typeof ModelCredentialAnswer>;
