import { type FormEvent, useId, useState } from "react";
import { ProjectName } from "#domain/project-name.ts";
import { ApiProblem } from "#web/api/problem.ts";
import { type ProjectView, useCreateProject } from "#web/api/projects.ts";
import { useSubmissions } from "#web/api/submission.ts";
import { Button } from "#web/components/ui/button.tsx";
import { Dialog } from "#web/components/ui/dialog.tsx";
import { Field, Input, Textarea } from "#web/components/ui/input.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { projectSlug } from "./project-slug.ts";

interface CreateProjectDialogProps {
  onClose: () => void;
  onCreated: (project: ProjectView) => void;
}

/** What is wrong with a name, once there is one. */
function nameFault(name: string): string | undefined {
  const parsed = ProjectName.safeParse(name);
  return parsed.success ? undefined : parsed.error.issues[0]?.message;
}

/** Asks for what a project is called; its name in addresses follows until somebody changes it. */
export function CreateProjectDialog({ onClose, onCreated }: CreateProjectDialogProps) {
  const form = useId();
  const create = useCreateProject(useSubmissions());
  const [displayName, setDisplayName] = useState("");
  const [ownName, setOwnName] = useState<string>();
  const [description, setDescription] = useState("");
  const [isTried, setTried] = useState(false);
  const name = ownName ?? projectSlug(displayName);
  const isTaken =
    create.error instanceof ApiProblem && create.error.code === "already-exists" && create.variables?.name === name;
  const fault = isTaken
    ? `There is a project ${name} already; choose another name.`
    : isTried || ownName !== undefined
      ? nameFault(name)
      : undefined;

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setTried(true);
    const body = { name, displayName: displayName.trim() || name, description: description.trim() };
    if (nameFault(name) !== undefined) event.currentTarget.querySelector<HTMLElement>("[name=name]")?.focus();
    else if (!create.isPending) create.mutate(body, { onSuccess: onCreated });
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Create project"
      description="A project holds your RFEs, its secrets and its members."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="solid" type="submit" form={form} busy={create.isPending}>
            {create.isPending ? "Creating…" : "Create project"}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="grid gap-4">
        <Field label="Display name" hint="What people call it.">
          <Input
            autoFocus
            autoComplete="off"
            maxLength={120}
            value={displayName}
            onChange={(event) => setDisplayName(event.target.value)}
          />
        </Field>
        <Field label="Name" hint="In addresses and commands. It cannot change later." error={fault}>
          <Input
            name="name"
            className="font-mono text-13"
            autoComplete="off"
            spellCheck={false}
            value={name}
            onChange={(event) => setOwnName(event.target.value)}
          />
        </Field>
        <Field label="Description" optional>
          <Textarea maxLength={2_000} value={description} onChange={(event) => setDescription(event.target.value)} />
        </Field>
        {create.error !== null && !isTaken && <ProblemNote error={create.error} takesFocus />}
      </form>
    </Dialog>
  );
}
