import { Problem } from "#domain/problem.ts";

const ALIASES = ["sonnet", "opus", "haiku"];

/** What may be asked for, as people should read it. */
const knownModels = ["claude-<family>-<version>, such as claude-sonnet-4-5", ...ALIASES, "offline-model"];

const isKnownModel = (model: string): boolean =>
  ALIASES.includes(model) || /^claude-[a-z0-9][a-z0-9.@-]*$/.test(model) || /^offline-[a-z0-9-]+$/.test(model);

export function modelProblem(model: string): Problem | undefined {
  if (isKnownModel(model)) return undefined;
  return new Problem("unknown-model", {
    sentence: `There is no model ${model.slice(0, 80)}; known are ${knownModels.join("; ")}.`,
    facts: { models: knownModels },
  });
}
