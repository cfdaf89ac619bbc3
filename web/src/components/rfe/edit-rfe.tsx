import { type FormEvent, useId, useState } from "react";
import { type RfeView, useUpdateRfe } from "#web/api/rfes.ts";
import { Button } from "#web/components/ui/button.tsx";
import { Dialog } from "#web/components/ui/dialog.tsx";
import { Field, Input, Textarea } from "#web/components/ui/input.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { useRfeAddress } from "./rfe-address.ts";

/** Title, description and parent outcome; the branch name never changes. */
export function EditRfe({ rfe, version }: { rfe: RfeView; version: string }) {
  const { close } = useRfeAddress();
  const form = useId();
  const update = useUpdateRfe({ project: rfe.project, id: rfe.id });
  const [words, setWords] = useState({
    title: rfe.title,
    description: rfe.description,
    parentOutcome: rfe.parentOutcome ?? "",
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { parentOutcome, ...rest } = words;
    const change = { ...rest, ...(parentOutcome.trim() === "" ? {} : { parentOutcome: parentOutcome.trim() }) };
    update.mutate({ change, version }, { onSuccess: close });
  };
  const footer = (
    <>
      <Button onClick={close}>Cancel</Button>
      <Button type="submit" form={form} variant="solid" busy={update.isPending}>
        Save
      </Button>
    </>
  );
  return (
    <Dialog open onOpenChange={(open) => !open && close()} title="Edit RFE" footer={footer}>
      <form id={form} onSubmit={submit} className="grid gap-4">
        <Field label="Title">
          <Input
            required
            maxLength={200}
            value={words.title}
            onChange={({ target }) => setWords({ ...words, title: target.value })}
          />
        </Field>
        <Field label="Description" optional>
          <Textarea
            rows={6}
            value={words.description}
            onChange={({ target }) => setWords({ ...words, description: target.value })}
          />
        </Field>
        <Field label="Parent Outcome" optional hint="A Jira key such as RHASTRAT-456.">
          <Input
            className="font-mono text-13"
            value={words.parentOutcome}
            onChange={({ target }) => setWords({ ...words, parentOutcome: target.value })}
          />
        </Field>
        {update.error !== null && <ProblemNote title="Nothing was changed" error={update.error} takesFocus />}
      </form>
    </Dialog>
  );
}
