import * as z from "zod";
import { RunResult } from "./session.ts";

/** The largest text kept in one event, in characters; longer ones are cut and say so. */
export const MAX_EVENT_TEXT = 200_000;

const Text = z.string().max(MAX_EVENT_TEXT);

/** What happens in a session, as people read it. */
export const SessionEventBody = z.discriminatedUnion("type", [
  /** vteam speaks: cloning, committing, pushing, warnings. */
  z.strictObject({
    type: z.literal("system.message"),
    payload: z.strictObject({ text: Text, level: z.enum(["info", "warning", "error"]).default("info") }),
  }),
  z.strictObject({ type: z.literal("user.message"), payload: z.strictObject({ text: Text }) }),
  z.strictObject({
    type: z.literal("agent.running"),
    payload: z.strictObject({
      model: z.string(),
      commands: z.array(z.string()).optional(),
      agents: z.array(z.string()).optional(),
    }),
  }),
  z.strictObject({
    type: z.literal("agent.message"),
    payload: z.strictObject({ text: Text, subagent: z.string().optional() }),
  }),
  z.strictObject({ type: z.literal("agent.waiting"), payload: z.strictObject({ reason: Text }) }),
  z.strictObject({
    type: z.literal("tool.use"),
    payload: z.strictObject({ id: z.string(), name: z.string(), input: z.unknown() }),
  }),
  z.strictObject({
    type: z.literal("tool.result"),
    payload: z.strictObject({ id: z.string(), text: Text, isError: z.boolean() }),
  }),
  /** The controller changed the phase of the session. */
  z.strictObject({
    type: z.literal("status"),
    payload: z.strictObject({ phase: z.string(), reason: z.string().optional(), message: z.string().optional() }),
  }),
  /** A commit or a push of one repository. */
  z.strictObject({
    type: z.literal("git"),
    payload: z.strictObject({
      url: z.string(),
      branch: z.string(),
      commitSha: z.string(),
      subject: z.string(),
      pushed: z.boolean(),
    }),
  }),
  z.strictObject({ type: z.literal("result.message"), payload: RunResult }),
  /** Nothing follows. */
  z.strictObject({ type: z.literal("log.end"), payload: z.strictObject({}) }),
]);
export type SessionEventBody = z.infer<typeof SessionEventBody>;

/** An event on its way from a runner: `seq` counts that attempt's own events from 1. */
export const RunEvent = z.intersection(z.object({ seq: z.int().min(1), timestamp: z.int() }), SessionEventBody);
export type RunEvent = z.infer<typeof RunEvent>;

/** An event in the log: `seq` is exactly 1..n per session, `timestamp` is in milliseconds since 1970. */
export type SessionEvent = { seq: number; sessionId: string; attempt: number; timestamp: number } & SessionEventBody;
