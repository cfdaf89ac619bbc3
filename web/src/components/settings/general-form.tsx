import { type FormEvent, useState } from "react";
import { ApiProblem } from "#web/api/problem.ts";
import { type ProjectView, useUpdateProject } from "#web/api/projects.ts";
import { Button } from "#web/components/ui/button.tsx";
import { Card, CardBody, CardHeader, CardTitle } from "#web/components/ui/card.tsx";
import { Field, Input, Textarea } from "#web/components/ui/input.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";

interface GeneralFormProps {
  project: ProjectView;
  /** The version that was read: a change by somebody else meanwhile is not overwritten. */
  version: string;
}

interface Draft {
  displayName: string;
  description: string;
  version: string;
}

/** The words of a project. */
export function GeneralForm({ project, version }: GeneralFormProps) {
  const update = useUpdateProject(project.name);
  // The draft remembers the version it began with, and outlives somebody else's change.
  const [draft, setDraft] = useState<Draft>();
  const shown = draft ?? { displayName: project.displayName, description: project.description, version };
  const isDirty = shown.displayName !== project.displayName || shown.description !== project.description;
  const isStale = update.error instanceof ApiProblem && update.error.code === "stale-write";
  const edit = (part: Partial<Draft>): void => setDraft({ ...shown, ...part });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (update.isPending || !isDirty) return;
    const change = { displayName: shown.displayName.trim(), description: shown.description };
    const base = isStale ? version : shown.version;
    update.mutate({ change, version: base }, { onSuccess: () => setDraft(undefined) });
  };
  return (
    <Card aria-labelledby="general">
      <CardHeader>
        <CardTitle id="general">General</CardTitle>
      </CardHeader>
      <CardBody>
        <form onSubmit={submit} className="grid max-w-[560px] gap-4">
          <Field label="Name" hint="In addresses and commands. It cannot change.">
            <Input readOnly value={project.name} className="font-mono text-13" />
          </Field>
          <Field label="Display name">
            <Input
              maxLength={120}
              autoComplete="off"
              value={shown.displayName}
              onChange={(event) => edit({ displayName: event.target.value })}
            />
          </Field>
          <Field label="Description" optional>
            <Textarea
              maxLength={2_000}
              value={shown.description}
              onChange={(event) => edit({ description: event.target.value })}
            />
          </Field>
          {update.error !== null && <ProblemNote error={update.error} takesFocus />}
          <div className="flex items-center gap-3">
            <Button
              variant="solid"
              type="submit"
              busy={update.isPending}
              blocked={isDirty ? undefined : "Nothing has changed"}
            >
              {isStale ? "Save over the other change" : "Save"}
            </Button>
            <span role="status" className="text-12 text-ink-2">
              {update.isSuccess && !isDirty ? "Saved" : ""}
            </span>
          </div>
        </form>
      </CardBody>
    </Card>
  );
}
