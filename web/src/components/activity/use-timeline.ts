import { useQueries, useQuery } from "@tanstack/react-query";
import { branchHistoryQuery, rfeSessionsQuery } from "#web/api/phases.ts";
import type { RfeView } from "#web/api/rfes.ts";
import { repositoryLabel } from "#web/components/rfe/repository-name.ts";
import { useBranches } from "#web/components/rfe/use-branches.ts";
import { type TimelineEntry, timeline } from "./timeline.ts";

const LOOKED_BACK = 50;

/** What happened to an RFE, from git and from its sessions. A branch that does not exist yet has no past. */
export function useTimeline(rfe: RfeView): { entries: TimelineEntry[]; isPending: boolean; error: Error | null } {
  const key = { project: rfe.project, id: rfe.id };
  const repos = [rfe.umbrellaRepo, ...rfe.supportingRepos];
  const sessions = useQuery(rfeSessionsQuery(key));
  const there = useBranches(rfe);
  const histories = useQueries({
    queries: repos.map(({ url }) => ({
      ...branchHistoryQuery(key, url, LOOKED_BACK),
      enabled: there.has(url),
      retry: false,
    })),
  });
  const branches = repos.map(({ url }, at) => ({
    repo: repositoryLabel(url),
    // The base branch's own commits are older than the RFE, and no part of its story.
    commits: (histories[at]?.data?.commits ?? []).filter(({ date }) => date >= rfe.createdAt.slice(0, 19)),
  }));
  return {
    entries: timeline(branches, sessions.data?.sessions ?? []),
    isPending: sessions.isPending || there.isPending || histories.some((history) => history.isLoading),
    error: sessions.error,
  };
}
