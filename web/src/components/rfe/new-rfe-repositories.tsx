import { Plus } from "lucide-react";
import { Controller, useFieldArray, useFormContext, useWatch } from "react-hook-form";
import { Button } from "#web/components/ui/button.tsx";
import { Card } from "#web/components/ui/card.tsx";
import type { NewRfeValues } from "./new-rfe-values.ts";
import { RepositoryField } from "./repository-field.tsx";

interface RepositoryControlProps {
  project: string;
  name: "umbrellaRepo" | `supportingRepos.${number}`;
  label: string;
  onRemove?: () => void;
}

/** One repository of the form, tied to its place in it. */
function RepositoryControl({ project, name, label, onRemove }: RepositoryControlProps) {
  const { control, trigger, getFieldState, formState } = useFormContext<NewRfeValues>();
  const feature = useWatch({ control, name: "branchName" });
  const urlError = getFieldState(`${name}.url`, formState).error?.message;
  const branchError = getFieldState(`${name}.branch`, formState).error?.message;
  return (
    <div data-field={`${name}.url`}>
      <Controller
        control={control}
        name={name}
        render={({ field }) => (
          <RepositoryField
            {...{ project, label, feature, urlError, branchError, onRemove }}
            value={field.value}
            onChange={(value) => {
              field.onChange(value);
              if (urlError !== undefined || branchError !== undefined) void trigger(name);
            }}
            onBlur={() => void trigger(`${name}.url`)}
          />
        )}
      />
    </div>
  );
}

/** The spec repository, and those that code goes to. */
export function NewRfeRepositories({ project }: { project: string }) {
  const { control } = useFormContext<NewRfeValues>();
  const supporting = useFieldArray({ control, name: "supportingRepos" });
  return (
    <>
      <fieldset className="min-w-0">
        <legend className="mb-1.5 text-13 font-medium">Spec Repo</legend>
        <Card>
          <RepositoryControl project={project} name="umbrellaRepo" label="Spec Repo" />
        </Card>
      </fieldset>
      <fieldset className="min-w-0">
        <legend className="mb-1.5 text-13 font-medium">
          Supporting Repos <span className="font-normal text-ink-3">optional</span>
        </legend>
        <Card className="divide-y divide-line">
          {supporting.fields.map(({ id }, at) => (
            <RepositoryControl
              key={id}
              project={project}
              name={`supportingRepos.${at}`}
              label={`Supporting Repo ${at + 1}`}
              onRemove={() => supporting.remove(at)}
            />
          ))}
          <div className="px-3 py-2">
            <Button
              size="sm"
              variant="ghost"
              className="-ml-2.5"
              onClick={() => supporting.append({ url: "", branch: "" })}
            >
              <Plus aria-hidden />
              Add repository
            </Button>
          </div>
        </Card>
      </fieldset>
    </>
  );
}
