import { useEffect, useMemo, useState } from "react";
import { type FieldErrors, type Path, type Resolver, useForm } from "react-hook-form";
import { Draft } from "./draft.ts";
import { emptyRfe, type FieldFault, type NewRfeValues, readValues } from "./new-rfe-values.ts";
import { loadRules } from "./use-rules.ts";

const resolver: Resolver<NewRfeValues> = async (values) => {
  const { newRfeFaults } = await loadRules();
  const faults = newRfeFaults(values);
  return faults.length === 0 ? { values, errors: {} } : { values: {}, errors: nested(faults) };
};

/** "supportingRepos.1.url" as the nested object that the form keeps its errors in. */
function nested(faults: readonly FieldFault[]): FieldErrors<NewRfeValues> {
  const errors: Record<string, unknown> = {};
  for (const { field, message } of faults) {
    const names = field.split(".");
    const last = names.pop() ?? field;
    const place = names.reduce<Record<string, unknown>>((at, name) => {
      const next = (at[name] ?? {}) as Record<string, unknown>;
      at[name] = next;
      return next;
    }, errors);
    place[last] = { type: "rule", message };
  }
  return errors as FieldErrors<NewRfeValues>;
}

/** The name of a field, from text that may name any. */
export const fieldPath = (field: string): Path<NewRfeValues> => field as Path<NewRfeValues>;

/** The new RFE form: checked on blur, then as it is typed; what is typed survives a reload for two days. */
export function useNewRfeForm(project: string, start: { title?: string | undefined; specRepo?: string | undefined }) {
  const draft = useMemo(() => new Draft(`${project}.new-rfe`, readValues), [project]);
  const [kept] = useState(() => (start.title === undefined && start.specRepo === undefined ? draft.load() : undefined));
  const form = useForm<NewRfeValues>({
    defaultValues: kept ?? emptyRfe(start),
    mode: "onTouched",
    // The summary takes the focus: it names every field and leads to each.
    shouldFocusError: false,
    resolver,
  });
  const [isSaved, setSaved] = useState(kept !== undefined);
  const { subscribe } = form;
  useEffect(
    () =>
      subscribe({
        formState: { values: true },
        callback: ({ values }) => setSaved(draft.save(values)),
      }),
    [subscribe, draft],
  );
  return { form, draft, isSaved };
}
