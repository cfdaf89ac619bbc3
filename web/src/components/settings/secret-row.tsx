import { type ReactNode, useEffect, useRef, useState } from "react";
import { type SecretFacts, useDeleteSecret, useTestSecret } from "#web/api/secrets.ts";
import { AlertDialog } from "#web/components/ui/alert-dialog.tsx";
import { Mark } from "#web/components/ui/badge.tsx";
import { Button } from "#web/components/ui/button.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { RelativeTime } from "#web/components/ui/time.tsx";
import { SecretForm } from "./secret-form.tsx";

interface SecretRowProps {
  project: string;
  secret: string;
  help: ReactNode;
  hint?: string | undefined;
  isTestable: boolean;
  /** What is known of the stored value; undefined = not set. */
  facts: SecretFacts | undefined;
  canManage: boolean;
  /** The address names this secret: it is scrolled to and open. */
  isTarget: boolean;
}

const onlyAdmins = "Only an administrator of the project may change secrets";

/** One secret: whether it is set, since when and by whom; set, replace, test, delete. */
export function SecretRow(props: SecretRowProps) {
  const { project, secret, help, hint, isTestable, facts, canManage, isTarget } = props;
  const row = useRef<HTMLLIElement>(null);
  const [isEditing, setEditing] = useState(false);
  useEffect(() => {
    if (!isTarget) return;
    row.current?.scrollIntoView({ block: "center" });
    row.current?.focus();
  }, [isTarget]);
  return (
    <li
      ref={row}
      id={secret}
      tabIndex={-1}
      aria-label={secret}
      className="grid scroll-mt-24 gap-2.5 px-4 py-4 text-13 target:bg-hover"
    >
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2.5">
        <div className="grid min-w-0 max-w-[60ch] gap-1">
          <h3 className="font-mono text-13 font-medium tracking-normal [overflow-wrap:anywhere]">{secret}</h3>
          <p className="text-ink-2">{help}</p>
          <SecretState facts={facts} />
        </div>
        <SecretActions
          {...{ project, secret, isTestable, facts, canManage, isEditing }}
          onEdit={() => setEditing(true)}
        />
      </div>
      {isEditing && <SecretForm {...{ project, secret, hint }} onDone={() => setEditing(false)} />}
    </li>
  );
}

const SecretState = ({ facts }: { facts: SecretFacts | undefined }) =>
  facts === undefined ? (
    <p className="text-12 text-ink-3">Not set</p>
  ) : (
    <p className="flex flex-wrap items-baseline gap-x-3 text-12 text-ink-2">
      <Mark tone="ok">Set</Mark>
      <span>
        Fingerprint <code>{facts.fingerprint}</code>
      </span>
      <span>
        Changed <RelativeTime time={facts.updatedAt} /> by {facts.updatedBy}
      </span>
    </p>
  );

interface ActionsProps extends Pick<SecretRowProps, "project" | "secret" | "isTestable" | "facts" | "canManage"> {
  isEditing: boolean;
  onEdit: () => void;
}

function SecretActions({ project, secret, isTestable, facts, canManage, isEditing, onEdit }: ActionsProps) {
  const test = useTestSecret(project);
  const remove = useDeleteSecret(project);
  const [isAsking, setAsking] = useState(false);
  const blocked = canManage ? undefined : onlyAdmins;
  const isSet = facts !== undefined;
  return (
    <div className="grid justify-items-end gap-2 max-md:w-full max-md:justify-items-start">
      <div className="flex flex-wrap gap-2">
        {isSet && (
          <Button size="sm" variant="ghost" blocked={blocked} onClick={() => setAsking(true)}>
            Delete
          </Button>
        )}
        {isSet && isTestable && (
          <Button size="sm" blocked={blocked} busy={test.isPending} onClick={() => test.mutate(secret)}>
            {test.isPending ? "Testing…" : "Test"}
          </Button>
        )}
        {!isEditing && (
          <Button size="sm" blocked={blocked} onClick={onEdit}>
            {isSet ? "Replace" : "Set"}
          </Button>
        )}
      </div>
      <TestResult test={test} fingerprint={facts?.fingerprint} />
      <AlertDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Delete ${secret}?`}
        action="Delete secret"
        busy={remove.isPending}
        error={remove.error}
        onAction={() => remove.mutate(secret, { onSuccess: () => setAsking(false) })}
      >
        <p>Sessions and seedings that need it will fail until it is set again. The value cannot be read back.</p>
      </AlertDialog>
    </div>
  );
}

const tones = { ok: "ok", refused: "fail", unreachable: "stale", untested: "neutral" } as const;

function TestResult({
  test,
  fingerprint,
}: {
  test: ReturnType<typeof useTestSecret>;
  fingerprint: string | undefined;
}) {
  // A result says something about the value it was tried with, and nothing about the next one.
  const [tried, setTried] = useState<string>();
  useEffect(() => {
    if (test.isPending) setTried(fingerprint);
  }, [test.isPending, fingerprint]);
  if (test.error !== null) return <ProblemNote error={test.error} />;
  const result = test.data !== undefined && tried === fingerprint ? test.data : undefined;
  return (
    <div role="status" className="max-w-[52ch] text-12">
      {result !== undefined && (
        <Mark tone={tones[result.state]}>
          {result.sentence} {result.remedy}
        </Mark>
      )}
    </div>
  );
}
