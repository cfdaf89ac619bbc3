import { useQuery } from "@tanstack/react-query";
import { BookMarked } from "lucide-react";
import { branchHistoryQuery, type RfeCommit } from "#web/api/phases.ts";
import { repositoryLookQuery } from "#web/api/repositories.ts";
import type { RfeView } from "#web/api/rfes.ts";
import { seedCheckQuery } from "#web/api/seeding.ts";
import { Mark } from "#web/components/ui/badge.tsx";
import { Button } from "#web/components/ui/button.tsx";
import { Card, CardHeader, CardTitle } from "#web/components/ui/card.tsx";
import { Skeleton } from "#web/components/ui/skeleton.tsx";
import { LooseStamp, Stamp } from "#web/components/ui/stamp.tsx";
import { plural } from "#web/format.ts";
import { BranchGraph } from "./branch-graph.tsx";
import { repositoryLabel } from "./repository-name.ts";
import { useRfeAddress } from "./rfe-address.ts";
import { useBranches } from "./use-branches.ts";

const LOOKED_BACK = 50;

/** How many commits the branch has that its base has not; undefined when the base moved on or is too far back. */
function commitsAhead(commits: readonly RfeCommit[], base: string | undefined): number | undefined {
  if (base === undefined) return undefined;
  const at = commits.findIndex(({ sha }) => sha === base);
  return at === -1 ? undefined : at;
}

interface RepositoryRowProps {
  rfe: RfeView;
  repo: { url: string; branch: string };
  /** What it is for the RFE. */
  part: string;
}

/** Whether the last look at a repository failed: then nobody knows what is there. */
function useIsUnknown(rfe: RfeView, url: string): boolean {
  const { data } = useQuery(seedCheckQuery({ project: rfe.project, id: rfe.id }));
  if (data === undefined) return false;
  if (url === rfe.umbrellaRepo.url) return data.specRepo.state === "unknown";
  return data.supportingRepos.some((repo) => repo.repoURL === url && repo.state === "unknown");
}

function RepositoryRow({ rfe, repo, part }: RepositoryRowProps) {
  const branches = useBranches(rfe);
  const isUnknown = useIsUnknown(rfe, repo.url);
  const isThere = branches.has(repo.url);
  const history = useQuery({
    ...branchHistoryQuery({ project: rfe.project, id: rfe.id }, repo.url, LOOKED_BACK),
    enabled: isThere,
    retry: false,
  });
  const base = useQuery(repositoryLookQuery(rfe.project, repo.url, repo.branch)).data;
  const isLoading = branches.isPending || (isThere && history.isPending);
  const commits = history.data?.commits ?? [];
  const tip = base?.branches.find(({ name }) => name === repo.branch)?.sha;
  const ahead = commitsAhead(commits, tip);
  const head = commits[0];
  return (
    <li className="grid gap-2 px-4 pt-3 pb-4 text-13">
      <div className="flex flex-wrap items-center gap-2">
        <BookMarked aria-hidden className="text-ink-3" />
        <span className="min-w-0 font-semibold [overflow-wrap:anywhere]">{repositoryLabel(repo.url)}</span>
        <span className="text-ink-3">{part}</span>
        <span className="ml-auto">{head !== undefined && <Mark tone="ok">Pushed</Mark>}</span>
      </div>
      {isUnknown && <Mark tone="stale">could not be read just now</Mark>}
      {isLoading && <Skeleton className="h-11" />}
      {!isLoading && !isUnknown && (
        <BranchGraph
          base={repo.branch}
          commits={head === undefined ? 0 : (ahead ?? commits.length)}
          isThere={head !== undefined}
        />
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-12 text-ink-2 empty:hidden">
        {head === undefined && !isLoading && !isUnknown && <LooseStamp>no branch yet</LooseStamp>}
        {head !== undefined && ahead !== undefined && (
          <span>
            <span className="font-medium text-ink">{ahead}</span> ahead of {repo.branch}
          </span>
        )}
        {head !== undefined && ahead === undefined && base !== undefined && <span>{repo.branch} has moved on</span>}
        {head !== undefined && (
          <span className="ml-auto">
            <Stamp sha={head.sha} />
          </span>
        )}
      </div>
    </li>
  );
}

/** The repositories of an RFE, each as its branch beside its base. */
export function RepositoriesCard({ rfe }: { rfe: RfeView }) {
  const { change } = useRfeAddress();
  return (
    <Card aria-labelledby="repositories-title">
      <CardHeader>
        <CardTitle id="repositories-title">Repositories</CardTitle>
        <span className="text-12 text-ink-3">
          {plural(1 + rfe.supportingRepos.length, "repository", "repositories")}
        </span>
        {rfe.can.edit && (
          <Button
            size="sm"
            variant="ghost"
            className="-mr-2 ml-auto"
            aria-label="Edit repositories"
            onClick={() => change({ dialog: "repos" })}
          >
            Edit
          </Button>
        )}
      </CardHeader>
      <ul className="divide-y divide-line">
        <RepositoryRow rfe={rfe} repo={rfe.umbrellaRepo} part="spec repo" />
        {rfe.supportingRepos.map((repo) => (
          <RepositoryRow key={repo.url} rfe={rfe} repo={repo} part="supporting" />
        ))}
      </ul>
    </Card>
  );
}
