import { type FormEvent, useState } from "react";
import { useCreateRepository } from "#web/api/hosting.ts";
import { Button } from "#web/components/ui/button.tsx";
import { Card, CardBody, CardHeader, CardTitle } from "#web/components/ui/card.tsx";
import { Field, Input } from "#web/components/ui/input.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";

/** Creates an empty repository on this server. */
export function RepositoryForm({ project }: { project: string }) {
  const create = useCreateRepository(project);
  const [name, setName] = useState("");
  const [defaultBranch, setDefaultBranch] = useState("main");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (create.isPending || name.trim() === "") return;
    const body = { name: name.trim(), defaultBranch: defaultBranch.trim() || "main" };
    create.mutate(body, { onSuccess: () => setName("") });
  };
  const mono = { className: "font-mono text-13", autoComplete: "off", spellCheck: false };
  return (
    <Card aria-labelledby="new-repository">
      <CardHeader>
        <CardTitle id="new-repository">New repository</CardTitle>
      </CardHeader>
      <CardBody>
        <form onSubmit={submit} className="grid max-w-[560px] gap-4">
          <div className="grid gap-4 md:grid-cols-2">
            <Field label="Repository name">
              <Input {...mono} maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
            </Field>
            <Field label="Default branch">
              <Input
                {...mono}
                maxLength={244}
                value={defaultBranch}
                onChange={(event) => setDefaultBranch(event.target.value)}
              />
            </Field>
          </div>
          {create.error !== null && <ProblemNote error={create.error} takesFocus />}
          <div className="flex flex-wrap items-center gap-3">
            <Button
              type="submit"
              busy={create.isPending}
              blocked={name.trim() === "" ? "Give the repository a name" : undefined}
            >
              Create repository
            </Button>
            <span role="status" className="text-12 text-ink-2">
              {create.isSuccess && name === "" && `${create.data.name} is ready: push a first commit to it.`}
            </span>
          </div>
        </form>
      </CardBody>
    </Card>
  );
}
