import type { ProjectView } from "#web/api/projects.ts";
import { type SourceValues, sourceValues, withoutBlanks } from "#web/components/seeding/source-values.ts";

export type ProjectDefaults = ProjectView["defaults"];

/** The defaults of a project as they are typed; blank is what vteam ships. */
export interface DefaultValues {
  sources: SourceValues;
  model: string;
  /** Of a session; NaN is not set. */
  minutes: number;
}

export const shippedDefaults: DefaultValues = { sources: sourceValues({}), model: "", minutes: Number.NaN };

export const defaultValues = ({ seed = {}, model = "", timeout }: ProjectDefaults): DefaultValues => ({
  sources: sourceValues(seed),
  model,
  minutes: timeout === undefined ? Number.NaN : timeout / 60,
});

/** The values as the API takes them: only what is set. */
export function asDefaults({ sources, model, minutes }: DefaultValues): ProjectDefaults {
  const seed = withoutBlanks(sources);
  return {
    ...(Object.keys(seed).length === 0 ? {} : { seed }),
    ...(model.trim() === "" ? {} : { model: model.trim() }),
    ...(Number.isNaN(minutes) ? {} : { timeout: Math.round(minutes * 60) }),
  };
}

export const isSame = (a: DefaultValues, b: DefaultValues): boolean =>
  JSON.stringify(asDefaults(a)) === JSON.stringify(asDefaults(b));
