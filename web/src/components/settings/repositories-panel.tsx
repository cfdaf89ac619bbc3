import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useDeleteRepository } from "#web/api/hosting.ts";
import { type HostedRepository, repositoriesQuery } from "#web/api/repositories.ts";
import { AlertDialog } from "#web/components/ui/alert-dialog.tsx";
import { Button } from "#web/components/ui/button.tsx";
import { Card, CardBody, CardHeader, CardTitle } from "#web/components/ui/card.tsx";
import { CopyButton } from "#web/components/ui/copy-button.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { SkeletonRows } from "#web/components/ui/skeleton.tsx";
import { RelativeTime } from "#web/components/ui/time.tsx";
import { bytesText } from "#web/format.ts";
import { RepositoryForm } from "./repository-form.tsx";

interface RepositoriesPanelProps {
  project: string;
  canCreate: boolean;
  canDelete: boolean;
}

/** The repositories that this server hosts, each with the command that clones it. */
export function RepositoriesPanel({ project, canCreate, canDelete }: RepositoriesPanelProps) {
  const repositories = useQuery(repositoriesQuery(project));
  const { data, error } = repositories;
  if (data === undefined)
    return error === null ? (
      <SkeletonRows rows={2} label="Loading the repositories" />
    ) : (
      <ProblemNote error={error} onRetry={() => void repositories.refetch()} />
    );
  return (
    <>
      <Card aria-labelledby="repositories">
        <CardHeader>
          <CardTitle id="repositories">Repositories of this server</CardTitle>
          <span className="text-12 text-ink-3">{data.items.length}</span>
        </CardHeader>
        {data.items.length === 0 ? (
          <CardBody className="text-13 text-ink-2">
            No repository yet. Create one below, or use any repository on another host by its URL.
          </CardBody>
        ) : (
          <ul className="divide-y divide-line">
            {data.items.map((repository) => (
              <RepositoryRow key={repository.name} {...{ project, repository, canDelete }} />
            ))}
          </ul>
        )}
      </Card>
      {canCreate && <RepositoryForm project={project} />}
      <p className="text-12 text-ink-2">
        git asks for a user name, which may be anything, and a password, which is your access token.
      </p>
    </>
  );
}

interface RowProps {
  project: string;
  repository: HostedRepository;
  canDelete: boolean;
}

function RepositoryRow({ project, repository, canDelete }: RowProps) {
  const { name, url, defaultBranch, sizeBytes, pushedAt } = repository;
  const remove = useDeleteRepository(project);
  const [isAsking, setAsking] = useState(false);
  const command = `git clone ${url}`;
  return (
    <li className="grid gap-2 px-4 py-4 text-13">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="grid min-w-0 gap-0.5">
          <h3 className="font-mono text-13 font-medium tracking-normal [overflow-wrap:anywhere]">{name}</h3>
          <p className="text-12 text-ink-2">
            Default branch <code>{defaultBranch}</code> · {bytesText(sizeBytes)} ·{" "}
            {pushedAt === null ? (
              "nothing pushed yet"
            ) : (
              <>
                pushed <RelativeTime time={pushedAt} />
              </>
            )}
          </p>
        </div>
        <Button
          size="sm"
          variant="ghost"
          blocked={canDelete ? undefined : "Only an administrator of the project may delete it"}
          onClick={() => setAsking(true)}
        >
          Delete
        </Button>
      </div>
      <p className="flex min-w-0 items-center gap-1 rounded-2 border border-line bg-sunken pl-2.5">
        <code className="min-w-0 flex-1 py-1.5 text-12 [overflow-wrap:anywhere]">{command}</code>
        <CopyButton text={command} label={`Copy the clone command of ${name}`} />
      </p>
      <AlertDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Delete repository ${name}?`}
        action="Delete repository"
        busy={remove.isPending}
        error={remove.error}
        onAction={() => remove.mutate(name, { onSuccess: () => setAsking(false) })}
      >
        <p>
          All its branches and commits are lost, unless somebody has a clone. RFEs that use it can no longer be read.
        </p>
      </AlertDialog>
    </li>
  );
}
