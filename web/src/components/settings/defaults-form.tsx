import { type FormEvent, useState } from "react";
import { ApiProblem } from "#web/api/problem.ts";
import { type ProjectView, useUpdateProject } from "#web/api/projects.ts";
import { sessionModels } from "#web/components/phases/session-models.ts";
import { SeedSources } from "#web/components/seeding/seed-sources.tsx";
import { Button } from "#web/components/ui/button.tsx";
import { Card, CardBody, CardHeader, CardTitle } from "#web/components/ui/card.tsx";
import { Combobox } from "#web/components/ui/combobox.tsx";
import { Field, Input } from "#web/components/ui/input.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { asDefaults, type DefaultValues, defaultValues, isSame, shippedDefaults } from "./default-values.ts";

interface DefaultsFormProps {
  project: ProjectView;
  /** The version that was read: a change by somebody else meanwhile is not overwritten. */
  version: string;
}

/** What the project's seedings and sessions take when nobody says otherwise. */
export function DefaultsForm({ project, version }: DefaultsFormProps) {
  const update = useUpdateProject(project.name);
  const stored = defaultValues(project.defaults);
  // The draft remembers the version it began with, and outlives somebody else's change.
  const [draft, setDraft] = useState<DefaultValues & { version: string }>();
  const shown = draft ?? { ...stored, version };
  const isDirty = !isSame(shown, stored);
  const problem = update.error instanceof ApiProblem ? update.error : undefined;
  const isStale = problem?.code === "stale-write";
  const edit = (part: Partial<DefaultValues>): void => setDraft({ ...shown, ...part });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (update.isPending || !isDirty) return;
    const base = isStale ? version : shown.version;
    update.mutate({ change: { defaults: asDefaults(shown) }, version: base }, { onSuccess: () => setDraft(undefined) });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <SeedingDefaults values={shown} edit={edit} problem={problem} />
      <SessionDefaults values={shown} edit={edit} problem={problem} />
      {update.error !== null && <ProblemNote error={update.error} takesFocus />}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          variant="solid"
          type="submit"
          busy={update.isPending}
          blocked={blockedReason(project.can.manageSecrets, isDirty)}
        >
          {isStale ? "Save over the other change" : "Save"}
        </Button>
        <Button onClick={() => edit(shippedDefaults)} disabled={isSame(shown, shippedDefaults)}>
          Reset to shipped
        </Button>
        <span role="status" className="text-12 text-ink-2">
          {update.isSuccess && !isDirty ? "Saved" : ""}
        </span>
      </div>
    </form>
  );
}

function blockedReason(canEdit: boolean, isDirty: boolean): string | undefined {
  if (!canEdit) return "Only an administrator of the project may change this";
  return isDirty ? undefined : "Nothing has changed";
}

interface PartProps {
  values: DefaultValues;
  edit: (part: Partial<DefaultValues>) => void;
  problem: ApiProblem | undefined;
}

function SeedingDefaults({ values, edit, problem }: PartProps) {
  return (
    <Card aria-labelledby="seeding-defaults">
      <CardHeader>
        <CardTitle id="seeding-defaults">Seeding</CardTitle>
      </CardHeader>
      <CardBody>
        <SeedSources
          value={values.sources}
          onChange={(sources) => edit({ sources })}
          errorOf={(field) => problem?.field(`/defaults/seed/${field}`)}
        />
      </CardBody>
    </Card>
  );
}

function SessionDefaults({ values, edit, problem }: PartProps) {
  return (
    <Card aria-labelledby="session-defaults">
      <CardHeader>
        <CardTitle id="session-defaults">Sessions</CardTitle>
      </CardHeader>
      <CardBody className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_12rem]">
        <Field
          label="Model"
          optional
          hint="Left blank, the server's default."
          error={problem?.field("/defaults/model")}
        >
          <Combobox
            value={values.model}
            onValueChange={(model) => edit({ model })}
            options={sessionModels}
            placeholder="Default"
            mono
          />
        </Field>
        <Field
          label="Timeout in minutes"
          optional
          hint="1 to 1440; left blank, 30."
          error={problem?.field("/defaults/timeout")}
        >
          <Input
            type="number"
            min={1}
            max={1440}
            step="any"
            placeholder="30"
            value={Number.isNaN(values.minutes) ? "" : values.minutes}
            onChange={({ target }) => edit({ minutes: target.valueAsNumber })}
          />
        </Field>
      </CardBody>
    </Card>
  );
}
