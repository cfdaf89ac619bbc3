import { type FormEvent, useId, useState } from "react";
import { type SessionDetail, useRenameSession } from "#web/api/sessions.ts";
import { Button } from "#web/components/ui/button.tsx";
import { Dialog } from "#web/components/ui/dialog.tsx";
import { Field, Input } from "#web/components/ui/input.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";

/** Another name for a session; its address stays. */
export function RenameDialog({ session, onClose }: { session: SessionDetail; onClose: () => void }) {
  const form = useId();
  const rename = useRenameSession({ project: session.metadata.project, name: session.name });
  const [name, setName] = useState(session.spec.displayName ?? "");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!rename.isPending) rename.mutate(name.trim(), { onSuccess: onClose });
  };
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form={form} variant="solid" busy={rename.isPending}>
        Rename
      </Button>
    </>
  );
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} size="sm" title="Rename session" footer={footer}>
      <form id={form} onSubmit={submit} className="grid gap-4">
        <Field label="Name" hint="Left blank, the session is called by its prompt.">
          <Input maxLength={120} autoComplete="off" value={name} onChange={({ target }) => setName(target.value)} />
        </Field>
        {rename.error !== null && <ProblemNote error={rename.error} title="It was not renamed" takesFocus />}
      </form>
    </Dialog>
  );
}
