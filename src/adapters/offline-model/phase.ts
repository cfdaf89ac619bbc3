import type { Conversation } from "./conversation.ts";

const phases = ["specify", "plan", "tasks", "implement", "review"] as const;
export type ScriptedPhase = (typeof phases)[number];

/** The words a phase's prompt starts with, whoever wrote it. */
const OPENINGS: readonly (readonly [ScriptedPhase, RegExp])[] = [
  ["specify", /^(create|write|draft)\b[^./]{0,40}\b(specification|spec)\b/i],
  ["plan", /^(create|write|draft|make)\b[^./]{0,40}\bplan\b/i],
  ["tasks", /^(create|write|draft|make|break)\b[^./]{0,40}\btasks?\b/i],
  ["implement", /^implement\b/i],
  ["review", /^review\b/i],
];

/** The phase a conversation is about: its slash command, else how its prompt starts. */
export function phaseOf(conversation: Conversation): ScriptedPhase | undefined {
  const { command, request } = conversation;
  const named = /^(?:speckit[.:-])?(\w+)$/.exec(command ?? /^\/(\S+)/.exec(request)?.[1] ?? "")?.[1];
  if (named !== undefined) return phases.find((phase) => phase === named);
  return OPENINGS.find(([, opening]) => opening.test(request))?.[0];
}
