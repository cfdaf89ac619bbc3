import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { problemOf } from "#web/api/problem.ts";
import { type RfeView, useUpdateRfe } from "#web/api/rfes.ts";
import { seedCheckQuery } from "#web/api/seeding.ts";
import { Button } from "#web/components/ui/button.tsx";
import { Card } from "#web/components/ui/card.tsx";
import { Dialog } from "#web/components/ui/dialog.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { repositoryFaults } from "./new-rfe-rules.ts";
import { faultsOfProblem, type RepositoryValue } from "./new-rfe-values.ts";
import { RepositoryField } from "./repository-field.tsx";
import { useRfeAddress } from "./rfe-address.ts";

const asSent = ({ url, branch }: RepositoryValue) => ({
  url: url.trim(),
  ...(branch.trim() === "" ? {} : { branch: branch.trim() }),
});

/** Changes the repositories of an RFE that has not been seeded yet. */
export function EditRepositories({ rfe, version }: { rfe: RfeView; version: string }) {
  const { close } = useRfeAddress();
  const form = useId();
  const update = useUpdateRfe({ project: rfe.project, id: rfe.id });
  const isSeeded = useQuery(seedCheckQuery({ project: rfe.project, id: rfe.id })).data?.isSeeded ?? false;
  const [repos, setRepos] = useState<readonly RepositoryValue[]>([rfe.umbrellaRepo, ...rfe.supportingRepos]);
  const [isSent, setSent] = useState(false);
  const [spec = { url: "", branch: "" }, ...supporting] = repos;
  const typed = { umbrellaRepo: spec, supportingRepos: supporting };
  const faults = [...(isSent ? repositoryFaults(typed) : []), ...faultsOfProblem(problemOf(update.error).fields)];
  const errorOf = (field: string) => faults.find((fault) => fault.field === field)?.message;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setSent(true);
    if (repositoryFaults(typed).length > 0 || spec.url.trim() === "") return;
    const others = supporting.filter(({ url }) => url.trim() !== "").map(asSent);
    update.mutate({ change: { umbrellaRepo: asSent(spec), supportingRepos: others }, version }, { onSuccess: close });
  };
  const footer = (
    <>
      <Button onClick={close}>Cancel</Button>
      <Button
        type="submit"
        form={form}
        variant="solid"
        busy={update.isPending}
        blocked={isSeeded ? "The branch is seeded; its repositories stay as they are." : undefined}
      >
        Save
      </Button>
    </>
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      size="lg"
      title="Edit Repositories"
      description="Update the repository URLs and branches. Make sure you have push access to all repositories."
      footer={footer}
    >
      <form id={form} onSubmit={submit} className="grid gap-4">
        {isSeeded && (
          <p className="rounded-2 border border-stale-line bg-stale-soft p-3 text-13 text-stale-text">
            This RFE is seeded: its branch holds work, and its repositories stay as they are. For other repositories,
            create another RFE.
          </p>
        )}
        <Card className="divide-y divide-line">
          {repos.map((value, at) => {
            const field = at === 0 ? "umbrellaRepo" : `supportingRepos.${at - 1}`;
            return (
              <RepositoryField
                // biome-ignore lint/suspicious/noArrayIndexKey: a repository is its place here
                key={at}
                project={rfe.project}
                label={at === 0 ? "Spec Repo" : `Supporting Repo ${at}`}
                value={value}
                onChange={(next) => setRepos(repos.with(at, next))}
                feature={rfe.branchName}
                urlError={errorOf(`${field}.url`)}
                branchError={errorOf(`${field}.branch`)}
                onRemove={at === 0 ? undefined : () => setRepos(repos.filter((_, other) => other !== at))}
              />
            );
          })}
          <div className="px-3 py-2">
            <Button
              size="sm"
              variant="ghost"
              className="-ml-2.5"
              onClick={() => setRepos([...repos, { url: "", branch: "" }])}
            >
              <Plus aria-hidden />
              Add repository
            </Button>
          </div>
        </Card>
        {update.error !== null && <ProblemNote title="Nothing was changed" error={update.error} takesFocus />}
      </form>
    </Dialog>
  );
}
