import { useEffect } from "react";
import { useFormContext } from "react-hook-form";
import { Field, Input, Textarea } from "#web/components/ui/input.tsx";
import { BranchField } from "./branch-field.tsx";
import type { BranchLink } from "./branch-link.ts";
import type { NewRfeValues } from "./new-rfe-values.ts";
import type { Rules } from "./use-rules.ts";

/** Title, description and branch name. */
export function NewRfeWords({ rules }: { rules: Rules | undefined }) {
  const { register, watch, setValue, trigger, getValues, formState } = useFormContext<NewRfeValues>();
  const { errors, isSubmitted, touchedFields } = formState;
  const values = watch();
  const link: BranchLink = { name: values.branchName, isLinked: values.isLinked };
  const setLink = (next: BranchLink): void => {
    const isShown = isSubmitted || errors.branchName !== undefined;
    setValue("isLinked", next.isLinked);
    setValue("branchName", next.name, { shouldDirty: true, shouldValidate: isShown });
  };
  const { title: text, branchName, isLinked } = values;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the name follows the title, and the rules once they are there
  useEffect(() => {
    const next = rules?.followTitle({ name: branchName, isLinked }, text);
    if (next !== undefined && next.name !== branchName) setLink(next);
  }, [rules, text]);
  const isNamed =
    branchName !== "" && rules?.newRfeFaults(values).every(({ field }) => field !== "branchName") === true;
  return (
    <>
      <div data-field="title">
        <Field label="Title" error={errors.title?.message}>
          <Input {...register("title")} autoComplete="off" maxLength={200} />
        </Field>
      </div>
      <div data-field="description">
        <Field
          label="Description"
          optional
          error={errors.description?.message}
          hint="Markdown works. It becomes the first input of the specification."
        >
          <Textarea {...register("description")} rows={4} />
        </Field>
      </div>
      <div data-field="branchName">
        <BranchField
          link={link}
          onChange={setLink}
          onReset={rules === undefined ? undefined : () => setLink(rules.resetName(text))}
          onBlur={() => {
            setValue("branchName", getValues("branchName"), { shouldTouch: true });
            if (touchedFields.title || getValues("branchName") !== "") void trigger("branchName");
          }}
          error={errors.branchName?.message}
          isValid={isNamed}
        />
      </div>
    </>
  );
}

/** The Jira outcome that the RFE belongs to. */
export function ParentOutcomeField() {
  const { register, formState } = useFormContext<NewRfeValues>();
  return (
    <div data-field="parentOutcome" className="max-w-80">
      <Field
        label="Parent Outcome"
        optional
        error={formState.errors.parentOutcome?.message}
        hint="A Jira key such as RHASTRAT-456."
      >
        <Input {...register("parentOutcome")} className="font-mono text-13" autoComplete="off" spellCheck={false} />
      </Field>
    </div>
  );
}
