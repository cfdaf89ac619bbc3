import { type FormEvent, useState } from "react";
import { useWriteSecret } from "#web/api/secrets.ts";
import { Button } from "#web/components/ui/button.tsx";
import { Field, Input } from "#web/components/ui/input.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";

interface SecretFormProps {
  project: string;
  secret: string;
  hint?: string | undefined;
  onDone: () => void;
}

/** Takes a value and forgets it once it is stored: it is never shown again, here or anywhere. */
export function SecretForm({ project, secret, hint, onDone }: SecretFormProps) {
  const write = useWriteSecret(project);
  const [value, setValue] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (write.isPending || value === "") return;
    write.mutate({ key: secret, value }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit} className="grid max-w-[560px] gap-3">
      <Field label={`Value of ${secret}`} hint={hint}>
        <Input
          type="password"
          autoFocus
          autoComplete="off"
          data-1p-ignore
          className="font-mono text-13"
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
      </Field>
      {write.error !== null && <ProblemNote error={write.error} takesFocus />}
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={onDone}>
          Cancel
        </Button>
        <Button
          size="sm"
          variant="solid"
          type="submit"
          busy={write.isPending}
          blocked={value === "" ? "Paste the value first" : undefined}
        >
          Save
        </Button>
      </div>
    </form>
  );
}
