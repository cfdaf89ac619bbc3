import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { secretsQuery } from "#web/api/secrets.ts";
import { Button } from "#web/components/ui/button.tsx";
import { Card, CardBody, CardHeader, CardTitle } from "#web/components/ui/card.tsx";
import { Field, Input } from "#web/components/ui/input.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { SkeletonRows } from "#web/components/ui/skeleton.tsx";
import { isSecretName, knownSecrets } from "./known-secrets.ts";
import { SecretForm } from "./secret-form.tsx";
import { SecretRow } from "./secret-row.tsx";

/** The secrets of a project. Values go in and never come out. */
export function SecretsPanel({ project, canManage }: { project: string; canManage: boolean }) {
  const secrets = useQuery(secretsQuery(project));
  const target = useLocation({ select: ({ hash }) => decodeURIComponent(hash) });
  if (secrets.data === undefined)
    return secrets.error === null ? (
      <SkeletonRows rows={3} label="Loading the secrets" />
    ) : (
      <ProblemNote error={secrets.error} onRetry={() => void secrets.refetch()} />
    );
  const set = new Map(secrets.data.items.map((facts) => [facts.key, facts]));
  const known = knownSecrets.map(({ key }) => key);
  const others = [...set.keys()].filter((key) => !known.includes(key)).toSorted();
  const row = (secret: string) => ({ project, secret, canManage, facts: set.get(secret), isTarget: target === secret });
  return (
    <>
      <Card aria-labelledby="secrets">
        <CardHeader>
          <CardTitle id="secrets">Secrets</CardTitle>
          <p className="text-12 text-ink-2">Stored encrypted. A value is never shown again, not even to you.</p>
        </CardHeader>
        <ul className="divide-y divide-line">
          {knownSecrets.map(({ key, ...known }) => (
            <SecretRow key={key} {...row(key)} {...known} />
          ))}
          {others.map((key) => (
            <SecretRow key={key} {...row(key)} help="Kept for this project." isTestable={false} />
          ))}
        </ul>
      </Card>
      {canManage && <OtherSecret project={project} taken={[...known, ...others]} />}
    </>
  );
}

function OtherSecret({ project, taken }: { project: string; taken: readonly string[] }) {
  const [name, setName] = useState("");
  const [accepted, setAccepted] = useState<string>();
  const [error, setError] = useState<string>();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const isTaken = taken.includes(name);
    const fault = isTaken
      ? `${name} is in the list above.`
      : isSecretName(name)
        ? undefined
        : "Use capital letters, digits and underscores, a letter first, at most 128.";
    setError(fault);
    if (fault === undefined) setAccepted(name);
  };
  const done = (): void => {
    setAccepted(undefined);
    setName("");
  };
  return (
    <Card aria-labelledby="other-secret">
      <CardHeader>
        <CardTitle id="other-secret">Another secret</CardTitle>
      </CardHeader>
      <CardBody className="grid gap-3">
        {accepted === undefined ? (
          <form onSubmit={submit} className="flex max-w-[560px] flex-wrap items-start gap-3">
            <Field label="Name" hint="Such as JIRA_API_TOKEN." error={error} className="min-w-48 flex-1">
              <Input
                className="font-mono text-13"
                autoComplete="off"
                spellCheck={false}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            </Field>
            <Button type="submit" className="mt-6">
              Add
            </Button>
          </form>
        ) : (
          <SecretForm project={project} secret={accepted} onDone={done} />
        )}
      </CardBody>
    </Card>
  );
}
